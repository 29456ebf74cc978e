import { Injectable } from '@nestjs/common';
import { type AskedMessage, type Generated } from './generation';
import { Inbox } from './inbox';
import { Replies, type ReplyPlace } from './replies';
import { changeOf } from './sessions';

/** What has come of a message, kept and sent on its way together. */
@Injectable()
export class Outcomes {
  constructor(
    private readonly inbox: Inbox,
    private readonly replies: Replies,
  ) {}

  async settle({ event, conversation }: AskedMessage, generated: Generated): Promise<void> {
    const { workspaceId, source, thread, providerMessageId: inReplyTo, metadata } = event;
    const { outcome, runId, error, reply, change } = generated;
    const { channelId, kind } = source;
    const place: ReplyPlace = { workspaceId, channelId, kind, thread, inReplyTo, metadata };
    const queued = reply ? this.replies.queue(place, reply) : { rows: [], events: [] };
    const changed = change ? [changeOf({ workspaceId, source: source.name, thread }, change)] : [];
    const handled = { outcome, conversationId: conversation.id, runId, error };
    await this.inbox.settle(event, handled, [...changed, ...queued.rows], queued.events);
  }
}
