import { Injectable } from '@nestjs/common';
import { type KeywordFindings, KeywordIndex } from '../../domain/keyword-index';
import { type QuestionTerm } from '../../domain/question-terms';
import { type SearchBounds } from '../../domain/search-bounds';
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

  async languagesOf(workspaceId: string): Promise<readonly string[]> {
    return (await this.indexes.fresh(workspaceId)).knownLanguages;
  }

  async search(
    workspaceId: string,
    terms: readonly QuestionTerm[],
    bounds: SearchBounds,
  ): Promise<KeywordFindings> {
    const index = await this.indexes.fresh(workspaceId, bounds.askedAt);
    return index.matching(terms, bounds);
  }
}
