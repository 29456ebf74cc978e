import { type DomainEvent } from '../../../kernel/domain-event';

export type IndexingPriority = 'urgent' | 'normal' | 'low';

export interface DocumentToIndex {
  readonly id: string;
  /** Grows with every change of the document; a job that is asked for twice at one generation is one job. */
  readonly generation: number;
}

export class IndexingRequested implements DomainEvent {
  static readonly type = 'knowledge.indexing-requested.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
    readonly documents: readonly DocumentToIndex[],
    readonly priority: IndexingPriority,
  ) {}
}
