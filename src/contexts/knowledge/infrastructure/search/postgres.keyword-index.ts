import { Injectable } from '@nestjs/common';
import { KeywordIndex } from '../../domain/keyword-index';
import { type Candidate, type SearchBounds } from '../../domain/vector-index';
import { WorkspaceIndexes } from './workspace-indexes';

/**
 * Not the database's full-text search: behind row-level security its operator may not use an index, because it is
 * not leakproof, and its ranking knows nothing of how rare a word is.
 */
@Injectable()
export class PostgresKeywordIndex extends KeywordIndex {
  constructor(private readonly indexes: WorkspaceIndexes) {
    super();
  }

  async search(workspaceId: string, stems: readonly string[], bounds: SearchBounds): Promise<Candidate[]> {
    const index = await this.indexes.fresh(workspaceId);
    return index.matching(stems, bounds);
  }
}
