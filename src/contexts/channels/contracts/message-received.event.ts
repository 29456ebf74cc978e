import { type DomainEvent } from '../../../kernel/domain-event';

/** A message lies in the inbox, which is its aggregate. */
export class MessageReceived implements DomainEvent {
  static readonly type = 'channels.message-received.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
