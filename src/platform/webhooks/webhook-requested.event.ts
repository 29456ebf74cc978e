import { type DomainEvent } from '../../kernel/domain-event';

/** A webhook is to be sent, or sent again; where to and what it says lies in its row. */
export class WebhookRequested implements DomainEvent {
  static readonly type = 'platform.webhook-requested.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string,
    readonly deliveryId: string,
  ) {
    this.aggregateId = deliveryId;
  }
}
