import { type IndexingPriority } from '../contracts/indexing-requested.event';

/** The express lane goes first: a workspace has two places in it, however much it has handed in. */
type Lane = 1 | 2;

export interface DispatchedDocument {
  readonly id: string;
  /** Grows with every change of the document; a job that is asked for twice at one generation is one job. */
  readonly generation: number;
  readonly priority: IndexingPriority;
  readonly lane: Lane;
  /** Whether it had a job that came to nothing. */
  readonly isOverdue: boolean;
}

/** Where jobs wait for a worker. It may lose them; then the watch asks again. */
export abstract class IndexingQueue {
  abstract add(workspaceId: string, documents: readonly DispatchedDocument[]): Promise<void>;
}
