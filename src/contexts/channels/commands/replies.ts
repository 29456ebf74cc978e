import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { type DomainEvent } from '../../../kernel/domain-event';
import { uuidv7 } from '../../../kernel/ids';
import { sql, type Statement } from '../../../platform/database/sql';
import { ReplyQueued } from '../contracts/reply-queued.event';
import { ChannelAdapters } from '../domain/channel-adapters';
import { type ChannelKind } from '../domain/channel-adapter';

export interface Reply {
  /** What is queued under it once is not queued again. */
  readonly id: string;
  readonly content: string;
}

export interface ReplyPlace {
  readonly workspaceId: string;
  readonly channelId: string | null;
  readonly kind: ChannelKind | 'chat';
  readonly thread: string;
  readonly inReplyTo: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface QueuedReply {
  readonly rows: readonly Statement[];
  readonly events: readonly DomainEvent[];
}

const NOTHING: QueuedReply = { rows: [], events: [] };

/** Puts a reply into the words of its channel. What an integration has sent on is answered where it asks for the answer. */
@Injectable()
export class Replies {
  constructor(
    private readonly adapters: ChannelAdapters,
    private readonly clock: Clock,
  ) {}

  queue(place: ReplyPlace, { id: replyId, content }: Reply): QueuedReply {
    const { workspaceId, channelId, kind, thread, inReplyTo, metadata } = place;
    const adapter = channelId && kind !== 'chat' ? this.adapters.find(kind) : null;
    const pieces = (adapter?.format(content) ?? []).map((text, part) => ({ id: uuidv7(), part, text }));
    const [first] = pieces;
    if (!first) return NOTHING;
    const now = this.clock.now();
    const rows = sql`
      INSERT INTO channels.outbound (workspace_id, id, channel_id, thread, reply_id, part, in_reply_to, text, metadata,
        due_at, created_at)
      SELECT ${workspaceId}, id, ${channelId}, ${thread}, ${replyId}, part, ${inReplyTo}, text,
        ${JSON.stringify(metadata)}::jsonb, ${now}, ${now}
      FROM jsonb_to_recordset(${JSON.stringify(pieces)}::jsonb) AS piece (id uuid, part int, text text)
      ON CONFLICT ON CONSTRAINT outbound_once DO NOTHING`;
    return { rows: [rows], events: [new ReplyQueued(workspaceId, first.id)] };
  }
}
