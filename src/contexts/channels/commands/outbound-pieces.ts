import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { deadLetter, settleDeadLetter } from '../../../platform/outbox/dead-letter';
import { OutboundRetryAsked } from '../contracts/outbound-retry-asked.event';

/** A piece of a reply, taken up by one worker. */
export interface WaitingPiece {
  readonly workspaceId: string;
  readonly id: string;
  readonly channelId: string;
  readonly thread: string;
  readonly inReplyTo: string | null;
  readonly text: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Including the present one; also tells this worker's hold on it from any other's. */
  readonly attempts: number;
  /** Somebody was about to send it before, and nobody knows how that went. */
  readonly isUncertain: boolean;
  /** Since the last piece to the same place; null: there was none lately. */
  readonly idleMs: number | null;
}

const QUEUE = 'outbound';
const HOLD_SECONDS = 60;

@Injectable()
export class OutboundPieces {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The oldest piece of the thread, once nobody works on it: the second half of a reply never comes first. */
  async takeUp(workspaceId: string, pieceId: string): Promise<WaitingPiece | null> {
    const now = this.clock.now();
    const [piece] = await this.database.query<WaitingPiece & Record<string, unknown>>(
      workspaceId,
      sql`
        WITH head AS (
          SELECT piece.id, piece.channel_id, piece.thread, piece.sending_since FROM channels.outbound AS piece
          JOIN channels.outbound AS woken ON woken.workspace_id = piece.workspace_id
            AND woken.channel_id = piece.channel_id AND woken.thread = piece.thread
          WHERE woken.workspace_id = ${workspaceId} AND woken.id = ${pieceId} AND piece.status = 'queued'
          ORDER BY piece.id LIMIT 1)
        UPDATE channels.outbound AS taken SET attempts = taken.attempts + 1, sending_since = ${now},
          due_at = ${now}::timestamptz + make_interval(secs => ${HOLD_SECONDS})
        FROM head
        WHERE taken.workspace_id = ${workspaceId} AND taken.id = head.id AND taken.status = 'queued'
          AND taken.due_at <= ${now}
        RETURNING taken.workspace_id AS "workspaceId", taken.id, taken.channel_id AS "channelId", taken.thread,
          taken.in_reply_to AS "inReplyTo", taken.text, taken.metadata, taken.attempts,
          head.sending_since IS NOT NULL AS "isUncertain",
          (SELECT (extract(epoch FROM ${now}::timestamptz - max(sent.sent_at)) * 1000)::float8 FROM channels.outbound AS sent
           WHERE sent.workspace_id = ${workspaceId} AND sent.channel_id = head.channel_id AND sent.thread = head.thread
             AND sent.sent_at > ${now}::timestamptz - interval '10 minutes') AS "idleMs"`,
    );
    return piece ?? null;
  }

  /**
   * When the channel's next piece may go, in milliseconds from now; whoever asks has that moment for itself. Null, and
   * nothing is reserved, when that is too far away.
   */
  async reserve(
    { workspaceId, channelId }: WaitingPiece,
    perSecond: number,
    mostMs: number,
  ): Promise<number | null> {
    const now = this.clock.now();
    const [reserved] = await this.database.query<{ waitMs: number }>(
      workspaceId,
      sql`
        UPDATE channels.channels
        SET next_send_at = greatest(next_send_at, ${now}) + make_interval(secs => ${1 / perSecond}::float8)
        WHERE workspace_id = ${workspaceId} AND id = ${channelId}
          AND next_send_at <= ${now}::timestamptz + make_interval(secs => ${mostMs / 1_000}::float8)
        RETURNING (extract(epoch FROM next_send_at - ${now}::timestamptz) * 1000)::float8 AS "waitMs"`,
    );
    return reserved ? Math.max(0, reserved.waitMs - 1_000 / perSecond) : null;
  }

  /** It was not its turn yet: that was no attempt. */
  async handBack({ workspaceId, id, attempts }: WaitingPiece, waitMs: number): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        UPDATE channels.outbound SET attempts = attempts - 1, sending_since = NULL,
          due_at = ${this.clock.now()}::timestamptz + make_interval(secs => ${waitMs / 1_000}::float8)
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'queued' AND attempts = ${attempts}`,
    );
  }

  async sent({ workspaceId, id, attempts }: WaitingPiece, providerMessageId: string | null): Promise<void> {
    await this.database.batch(workspaceId, [
      sql`
        UPDATE channels.outbound SET status = 'sent', sent_at = ${this.clock.now()}, error = NULL, sending_since = NULL,
          provider_message_id = ${providerMessageId}
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'queued' AND attempts = ${attempts}`,
      settleDeadLetter(workspaceId, QUEUE, id),
    ]);
  }

  /** It has certainly not been sent. */
  async postpone({ workspaceId, id, attempts }: WaitingPiece, error: Error, seconds: number): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        UPDATE channels.outbound SET error = ${wordsOf(error)}, sending_since = NULL,
          due_at = ${this.clock.now()}::timestamptz + make_interval(secs => ${seconds})
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'queued' AND attempts = ${attempts}`,
    );
  }

  /** Nobody knows whether it was sent: it is left at that, rather than said twice. */
  async leave({ workspaceId, id, attempts }: WaitingPiece, reason: string): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        UPDATE channels.outbound SET status = 'failed', error = ${reason}, sending_since = NULL
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'queued' AND attempts = ${attempts}`,
    );
  }

  async giveUp({ workspaceId, id, attempts }: WaitingPiece, error: Error): Promise<void> {
    const dead = sql`
      WITH dead AS (
        UPDATE channels.outbound SET status = 'dead', error = ${wordsOf(error)}, sending_since = NULL
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'queued' AND attempts = ${attempts} RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM dead`;
    const retryWith = new OutboundRetryAsked(workspaceId, id);
    await this.database.batch(workspaceId, [
      dead,
      deadLetter({ workspaceId, queue: QUEUE, subjectId: id, retryWith, error, attempts }),
    ]);
  }
}

const wordsOf = (error: Error) => error.message.slice(0, 2_000);
