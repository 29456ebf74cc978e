import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../../kernel/ids';
import { sql } from '../database/sql';
import { RelayDatabase } from './relay-database';

export const KEEP_MAILS_DAYS = 30;
const KEEP_LETTERS_DAYS = 90;

/** One event on its way to one reaction. */
export interface Delivery {
  readonly eventId: string;
  readonly reaction: string;
  readonly attempt: number;
  readonly type: string;
  readonly payload: Record<string, unknown>;
  readonly requestId: string | null;
  readonly traceparent: string | null;
}

/** The relay's SQL. Rows are claimed, never read past a cursor: a late commit is not lost. */
@Injectable()
export class DeliveryLog {
  constructor(private readonly database: RelayDatabase) {}

  /** Gives each unpublished event one delivery per reaction; answers how many events it took. */
  async spread(
    reactionsByType: readonly { type: string; reaction: string }[],
    limit: number,
  ): Promise<number> {
    const rows = await this.database.query(sql`
      WITH claimed AS (
        SELECT id, seq, workspace_id, aggregate_id, type FROM platform.outbox
        WHERE published_at IS NULL ORDER BY seq LIMIT ${limit} FOR UPDATE SKIP LOCKED
      ), spread AS (
        INSERT INTO platform.deliveries (event_id, reaction, seq, workspace_id, aggregate_id)
        SELECT claimed.id, target.reaction, claimed.seq, claimed.workspace_id, claimed.aggregate_id
        FROM claimed
        JOIN jsonb_to_recordset(${JSON.stringify(reactionsByType)}::jsonb) AS target(type text, reaction text)
          ON target.type = claimed.type
        ON CONFLICT DO NOTHING
      )
      UPDATE platform.outbox SET published_at = now() FROM claimed WHERE outbox.id = claimed.id RETURNING 1`);
    return rows.length;
  }

  /**
   * Claims due deliveries for a lease, counting the attempt in the same statement. A later event of an
   * aggregate waits until the reaction has dealt with the earlier one.
   */
  claim(limit: number, leaseSeconds: number): Promise<Delivery[]> {
    return this.database.query(sql`
      WITH due AS (
        SELECT event_id, reaction FROM platform.deliveries AS next
        WHERE state = 'pending' AND due_at <= now() AND seq = (
          SELECT min(seq) FROM platform.deliveries AS sibling
          WHERE sibling.reaction = next.reaction AND sibling.aggregate_id = next.aggregate_id
            AND sibling.state = 'pending')
        ORDER BY seq LIMIT ${limit} FOR UPDATE SKIP LOCKED
      )
      UPDATE platform.deliveries AS delivery
      SET attempts = attempts + 1, due_at = now() + make_interval(secs => ${leaseSeconds})
      FROM due JOIN platform.outbox AS event ON event.id = due.event_id
      WHERE delivery.event_id = due.event_id AND delivery.reaction = due.reaction
      RETURNING delivery.event_id AS "eventId", delivery.reaction, delivery.attempts AS attempt, event.type,
        event.payload, event.request_id AS "requestId", event.traceparent`);
  }

  async finish(done: readonly Delivery[]): Promise<void> {
    if (done.length === 0) return;
    await this.database.query(sql`
      UPDATE platform.deliveries AS delivery SET state = 'done', last_error = NULL
      FROM unnest(${done.map((d) => d.eventId)}::uuid[], ${done.map((d) => d.reaction)}::text[]) AS t(event_id, reaction)
      WHERE delivery.event_id = t.event_id AND delivery.reaction = t.reaction AND delivery.state = 'pending'`);
  }

  async retryLater(delivery: Delivery, error: Error, delaySeconds: number): Promise<void> {
    await this.database.query(sql`
      UPDATE platform.deliveries
      SET due_at = now() + make_interval(secs => ${delaySeconds}), last_error = ${error.message.slice(0, 2_000)}
      WHERE event_id = ${delivery.eventId} AND reaction = ${delivery.reaction}
        AND attempts = ${delivery.attempt} AND state = 'pending'`);
  }

  async bury(delivery: Delivery, error: Error): Promise<void> {
    await this.database.query(sql`
      WITH buried AS (
        UPDATE platform.deliveries SET state = 'dead', last_error = ${error.message.slice(0, 2_000)}
        WHERE event_id = ${delivery.eventId} AND reaction = ${delivery.reaction}
          AND attempts = ${delivery.attempt} AND state = 'pending'
        RETURNING event_id, reaction, workspace_id, attempts
      )
      INSERT INTO platform.dead_letters (id, workspace_id, source, name, subject_id, event_type, payload,
        error_class, error, attempts, request_id, first_failed_at, last_failed_at)
      SELECT ${uuidv7()}, buried.workspace_id, 'reaction', buried.reaction, buried.event_id, event.type, event.payload,
        ${error.name}, ${error.message.slice(0, 2_000)}, buried.attempts, event.request_id, event.published_at, now()
      FROM buried JOIN platform.outbox AS event ON event.id = buried.event_id
      ON CONFLICT (source, name, subject_id) WHERE status = 'open' DO NOTHING`);
  }

  /** What is dealt with and old; answers kept for repeated requests; mails. A discarded letter still says: let it be. */
  async prune(olderThanDays: number): Promise<void> {
    await this.database.query(sql`
      DELETE FROM platform.outbox AS event
      WHERE published_at < now() - make_interval(days => ${olderThanDays}) AND NOT EXISTS (
        SELECT 1 FROM platform.deliveries WHERE event_id = event.id AND state <> 'done')`);
    await this.database.query(sql`
      DELETE FROM platform.idempotency_keys WHERE created_at < now() - interval '24 hours'`);
    await this.database.query(sql`
      DELETE FROM platform.mails WHERE requested_at < now() - make_interval(days => ${KEEP_MAILS_DAYS})`);
    await this.database.query(sql`
      DELETE FROM platform.dead_letters
      WHERE closed_at < now() - make_interval(days => ${KEEP_LETTERS_DAYS}) AND status IN ('retried', 'resolved')`);
  }
}
