import { type DomainEvent } from '../../kernel/domain-event';

/** A mail is to be sent; what it is about lies in its row, and its secrets nowhere. */
export class MailRequested implements DomainEvent {
  static readonly type = 'platform.mail-requested.v1';
  readonly aggregateId: string;

  constructor(
    readonly workspaceId: string | null,
    readonly mailId: string,
  ) {
    this.aggregateId = mailId;
  }
}
