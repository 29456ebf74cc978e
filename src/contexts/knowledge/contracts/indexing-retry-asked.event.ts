import { type DomainEvent } from '../../../kernel/domain-event';

/** Waits in a dead letter until an operator says it again. `aggregateId` is the document that failed. */
export class IndexingRetryAsked implements DomainEvent {
  static readonly type = 'knowledge.indexing-retry-asked.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
