import { type DomainEvent } from '../../../kernel/domain-event';

/** Pieces of a reply wait to be sent; the aggregate is the first of them. */
export class ReplyQueued implements DomainEvent {
  static readonly type = 'channels.reply-queued.v1';

  constructor(
    readonly workspaceId: string,
    readonly aggregateId: string,
  ) {}
}
