import { type DomainEvent } from '../../../kernel/domain-event';

/** Waits in a dead letter until an operator says it again. `aggregateId` is the fine-tuning that failed. */
export class FineTuningRetryAsked implements DomainEvent {
  static readonly type = 'knowledge.fine-tuning-retry-asked.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
