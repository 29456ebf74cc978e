import { type DomainEvent } from '../../../kernel/domain-event';

/** An agent wants a person to go on with the conversation. The event's aggregate is the task that says why. */
export class HandoverRequested implements DomainEvent {
  static readonly type = 'agent.handover-requested.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
    readonly conversationId: string,
    readonly runId: string,
  ) {}
}
