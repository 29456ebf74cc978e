import { type DomainEvent } from '../../../kernel/domain-event';

/** Waits in a dead letter until an operator says it again. The aggregate is the message that could not be handled. */
export class InboundRetryAsked implements DomainEvent {
  static readonly type = 'channels.inbound-retry-asked.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
