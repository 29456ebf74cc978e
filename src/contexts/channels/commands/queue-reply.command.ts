import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { Replies, type Reply, type ReplyPlace } from './replies';

export class QueueReply extends Command<void> {
  constructor(
    readonly workspaceId: string,
    /** The run has the id of the message that it answers. */
    readonly runId: string,
    readonly reply: Reply,
  ) {
    super();
  }
}

/** A reply that came when its message had been settled already. Most runs answer no channel: then there is nothing to do. */
@CommandHandler(QueueReply)
export class QueueReplyHandler implements ICommandHandler<QueueReply> {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
    private readonly replies: Replies,
  ) {}

  async execute({ workspaceId, runId, reply }: QueueReply): Promise<void> {
    const [place] = await this.database.query<ReplyPlace & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT workspace_id AS "workspaceId", channel_id AS "channelId", kind, thread,
          provider_message_id AS "inReplyTo", metadata
        FROM channels.inbox
        WHERE workspace_id = ${workspaceId} AND id = ${runId} AND status = 'handled' AND channel_id IS NOT NULL
          AND NOT EXISTS (
            SELECT 1 FROM channels.outbound WHERE workspace_id = ${workspaceId} AND reply_id = ${reply.id})`,
    );
    if (!place) return;
    const { rows, events } = this.replies.queue(place, reply);
    await this.store.commit(workspaceId, rows, events);
  }
}
