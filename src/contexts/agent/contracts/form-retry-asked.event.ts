import { type DomainEvent } from '../../../kernel/domain-event';

/** Waits in a dead letter until an operator says it again. `aggregateId` is the submission that no agent has heard of. */
export class FormRetryAsked implements DomainEvent {
  static readonly type = 'agent.form-retry-asked.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
