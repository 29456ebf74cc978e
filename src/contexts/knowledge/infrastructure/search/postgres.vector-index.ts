import { Injectable } from '@nestjs/common';
import { type Candidate, type SearchBounds, VectorIndex } from '../../domain/vector-index';
import { WorkspaceIndexes } from './workspace-indexes';

/** Exact: every vector of the workspace is compared. */
@Injectable()
export class PostgresVectorIndex extends VectorIndex {
  constructor(private readonly indexes: WorkspaceIndexes) {
    super();
  }

  async search(workspaceId: string, vector: Float32Array, bounds: SearchBounds): Promise<Candidate[]> {
    const index = await this.indexes.fresh(workspaceId);
    return index.nearest(vector, bounds);
  }
}
