import { type DomainEvent } from '../../../kernel/domain-event';

export type IndexingPriority = 'urgent' | 'normal' | 'low';

/** Documents of the workspace wait to be indexed. `aggregateId` is the ingestion or the document they came with. */
export class IndexingRequested implements DomainEvent {
  static readonly type = 'knowledge.indexing-requested.v1';
  /** An older version made a job for each that is listed here. */
  readonly documents: readonly never[] = [];

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
