import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { uuidv7 } from '../../../kernel/ids';
import { wins } from '../../../platform/database/single-winner';
import { sql, type Statement } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { MessageReceived } from '../contracts/message-received.event';
import { type InboundMessage } from '../domain/channel-adapter';
import { type InboundSource } from '../domain/inbound-event';
import { normalisedLabel, normalisedText } from '../domain/plain-message';

const LONGEST_ID = 500;
const LONGEST_NAME = 200;
const LONGEST_METADATA = 4_000;

/** Keeps what has come, once, together with the word of it; everything else is done later and by others. */
@Injectable()
export class InboundDoor {
  constructor(
    private readonly store: AggregateStore,
    private readonly clock: Clock,
  ) {}

  /** The id under which it is kept; null: it was here before, and nothing has changed. */
  async take(
    workspaceId: string,
    source: InboundSource,
    message: InboundMessage,
    session: ((eventId: string) => Statement) | null = null,
  ): Promise<string | null> {
    const id = uuidv7();
    const statements = [...(session ? [session(id)] : []), this.row(workspaceId, id, source, message)];
    const isNew = await wins(
      this.store.commit(workspaceId, statements, [new MessageReceived(workspaceId, id)]),
    );
    return isNew ? id : null;
  }

  /** Where an integration is told the conversation, it is the one in which its thread stands at this moment. */
  private row(workspaceId: string, id: string, source: InboundSource, message: InboundMessage): Statement {
    const now = this.clock.now();
    const { channelId, kind, name } = source;
    const { providerMessageId, from, fromName, thread, text, occurredAt, metadata } = message;
    // What is to come has not happened: a clock that is ahead must not make all others late.
    const occurred = occurredAt < now ? occurredAt : now;
    return sql`
      WITH stored AS (
        INSERT INTO channels.inbox (workspace_id, id, channel_id, kind, source, provider_message_id, sender, sender_name,
          thread, text, metadata, occurred_at, received_at, due_at, conversation_id)
        VALUES (${workspaceId}, ${id}, ${channelId}, ${kind}, ${name}, ${normalisedLabel(providerMessageId, LONGEST_ID)},
          ${normalisedLabel(from, LONGEST_ID)}, ${fromName && normalisedLabel(fromName, LONGEST_NAME)},
          ${normalisedLabel(thread, LONGEST_ID)}, ${normalisedText(text)}, ${metadataOf(metadata)}::jsonb, ${occurred},
          ${now}, ${now}, CASE WHEN ${channelId === null} THEN (
            SELECT conversation_id FROM channels.sessions
            WHERE workspace_id = ${workspaceId} AND source = ${name} AND thread = ${normalisedLabel(thread, LONGEST_ID)}) END)
        ON CONFLICT ON CONSTRAINT inbox_once DO NOTHING RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM stored`;
  }
}

/** As much of it as has a place. */
function metadataOf(metadata: InboundMessage['metadata']): string {
  const kept: [string, string][] = [];
  let left = LONGEST_METADATA;
  for (const [name, value] of Object.entries(metadata)) {
    left -= name.length + value.length;
    if (left < 0) break;
    kept.push([normalisedLabel(name, LONGEST_NAME), normalisedLabel(value, LONGEST_METADATA)]);
  }
  return JSON.stringify(Object.fromEntries(kept));
}
