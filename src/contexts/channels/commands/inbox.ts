import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { type DomainEvent } from '../../../kernel/domain-event';
import { Database } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { deadLetter, settleDeadLetter } from '../../../platform/outbox/dead-letter';
import { InboundRetryAsked } from '../contracts/inbound-retry-asked.event';
import { type ChannelKind } from '../domain/channel-adapter';
import { type InboundEvent } from '../domain/inbound-event';

export interface HandledEvent {
  readonly outcome: 'answered' | 'command' | 'unanswered';
  readonly conversationId: string;
  readonly runId: string | null;
  /** Why there is no answer, where there should be one. */
  readonly error: string | null;
}

type EventRow = Omit<InboundEvent, 'source' | 'attempts'> & {
  readonly channelId: string | null;
  readonly kind: ChannelKind | 'chat';
  readonly sourceName: string;
  readonly attempts: number;
};

const QUEUE = 'inbound';

/** The inbox is the truth about what is to be done. Who takes a message up holds it until a time, which is when it is due again. */
@Injectable()
export class Inbox {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
    private readonly clock: Clock,
  ) {}

  /** The oldest message of the thread, once nobody works on it: a later one never goes before it. */
  async takeUp(workspaceId: string, eventId: string, holdSeconds: number): Promise<InboundEvent | null> {
    const now = this.clock.now();
    const [row] = await this.database.query<EventRow>(
      workspaceId,
      sql`
        UPDATE channels.inbox SET attempts = attempts + 1, due_at = ${now}::timestamptz + make_interval(secs => ${holdSeconds})
        WHERE workspace_id = ${workspaceId} AND status = 'received' AND due_at <= ${now} AND id = (
          SELECT head.id FROM channels.inbox AS head
          JOIN channels.inbox AS woken ON woken.workspace_id = head.workspace_id AND woken.source = head.source
            AND woken.thread = head.thread
          WHERE woken.workspace_id = ${workspaceId} AND woken.id = ${eventId} AND head.status = 'received'
          ORDER BY head.id LIMIT 1)
        RETURNING workspace_id AS "workspaceId", id, channel_id AS "channelId", kind, source AS "sourceName",
          provider_message_id AS "providerMessageId", sender AS from, sender_name AS "fromName", thread, text, metadata,
          occurred_at AS "occurredAt", received_at AS "receivedAt", conversation_id AS "conversationId", attempts`,
    );
    if (!row) return null;
    const { channelId, kind, sourceName, ...event } = row;
    return { ...event, source: { channelId, kind, name: sourceName } };
  }

  /** With whatever else has come of it: an answer, a change of the session. Fails when somebody else holds the message now. */
  async settle(
    { workspaceId, id, attempts }: InboundEvent,
    { outcome, conversationId, runId, error }: HandledEvent,
    consequences: readonly Statement[],
    events: readonly DomainEvent[],
  ): Promise<void> {
    const handled = sql`
      WITH handled AS (
        UPDATE channels.inbox SET status = 'handled', outcome = ${outcome}, conversation_id = ${conversationId},
          run_id = ${runId}, error = ${error}, handled_at = ${this.clock.now()}
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'received' AND attempts = ${attempts} RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM handled`;
    const settled = settleDeadLetter(workspaceId, QUEUE, id);
    await this.store.commit(workspaceId, [handled, ...consequences, settled], events);
  }

  async postpone({ workspaceId, id, attempts }: InboundEvent, error: Error, seconds: number): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        UPDATE channels.inbox
        SET due_at = ${this.clock.now()}::timestamptz + make_interval(secs => ${seconds}), error = ${wordsOf(error)}
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'received' AND attempts = ${attempts}`,
    );
  }

  /** What comes after it in its thread goes on. */
  async giveUp({ workspaceId, id, attempts }: InboundEvent, error: Error): Promise<void> {
    const failed = sql`
      WITH failed AS (
        UPDATE channels.inbox SET status = 'failed', error = ${wordsOf(error)}, handled_at = ${this.clock.now()}
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'received' AND attempts = ${attempts} RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM failed`;
    const retryWith = new InboundRetryAsked(workspaceId, id);
    await this.database.batch(workspaceId, [
      failed,
      deadLetter({ workspaceId, queue: QUEUE, subjectId: id, retryWith, error, attempts }),
    ]);
  }
}

const wordsOf = (error: Error) => error.message.slice(0, 2_000);
