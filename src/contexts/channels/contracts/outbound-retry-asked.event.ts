import { type DomainEvent } from '../../../kernel/domain-event';

/** Waits in a dead letter until an operator says it again. The aggregate is the piece that could not be sent. */
export class OutboundRetryAsked implements DomainEvent {
  static readonly type = 'channels.outbound-retry-asked.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
