import { Injectable } from '@nestjs/common';
import { type SearchBounds } from '../../domain/search-bounds';
import { type AskedVector, type Candidate, VectorIndex } from '../../domain/vector-index';
import { WorkspaceIndexes } from './workspace-indexes';

/** Exact: every vector of the workspace is compared. What is committed is there; nothing has to be carried to it. */
@Injectable()
export class PostgresVectorIndex extends VectorIndex {
  readonly isApart = false;

  constructor(private readonly indexes: WorkspaceIndexes) {
    super();
  }

  /** A workspace may move to another model while its question is on the way: then that is asked for, too. */
  async search(workspaceId: string, asked: AskedVector, bounds: SearchBounds): Promise<Candidate[]> {
    let { model } = await this.indexes.fresh(workspaceId, bounds.askedAt);
    for (;;) {
      const vector = await asked(model);
      const index = await this.indexes.fresh(workspaceId, bounds.askedAt);
      if (index.model === model) return index.nearest(vector, bounds);
      ({ model } = index);
    }
  }

  publish(): Promise<void> {
    return Promise.resolve();
  }

  withdraw(): Promise<void> {
    return Promise.resolve();
  }

  prepare(): Promise<boolean> {
    return Promise.resolve(false);
  }

  forgetWorkspace(workspaceId: string): Promise<void> {
    this.indexes.forget(workspaceId);
    return Promise.resolve();
  }
}
