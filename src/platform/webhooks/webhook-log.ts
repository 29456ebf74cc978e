import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { sql } from '../database/sql';
import { deadLetter } from '../outbox/dead-letter';
import { type OpenDelivery } from './webhook-job';
import { WebhookRequested } from './webhook-requested.event';
import { type WebhookVerdict } from './webhook-verdict';

export interface PendingWebhook extends OpenDelivery {
  readonly url: string;
  readonly type: string;
  readonly payload: unknown;
  readonly requestedAt: Date;
  /** Until the next attempt is due; 0 or less when it is. */
  readonly waitMs: number;
}

type Delivered = Extract<WebhookVerdict, { kind: 'delivered' }>;
type Failed = Extract<WebhookVerdict, { kind: 'failed' }>;

/**
 * Which webhooks were asked for, and what became of them. What an attempt came to is written only over the
 * state in which it began, so that an attempt that was cut off and made again counts once.
 */
@Injectable()
export class WebhookLog {
  constructor(private readonly database: Database) {}

  /** Null when it has been delivered, or is not there any more. What has failed is due again, as if it were new. */
  async open(workspaceId: string, id: string): Promise<OpenDelivery | null> {
    const [open] = await this.database.query<OpenDelivery & Record<string, unknown>>(
      workspaceId,
      sql`
        WITH reopened AS (
          UPDATE platform.webhook_deliveries SET status = 'pending', round = round + 1, attempts = 0, due_at = now()
          WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'failed'
          RETURNING workspace_id, id, round, attempts
        ), pending AS (
          SELECT workspace_id, id, round, attempts FROM platform.webhook_deliveries
          WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'pending')
        SELECT workspace_id AS "workspaceId", id, round, attempts FROM (TABLE reopened UNION ALL TABLE pending) AS open`,
    );
    return open ?? null;
  }

  /** Null as well when it has been opened again: then another job sends it. */
  async findPending({ workspaceId, id, round }: OpenDelivery): Promise<PendingWebhook | null> {
    const [pending] = await this.database.query<PendingWebhook & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT workspace_id AS "workspaceId", id, url, type, payload, created_at AS "requestedAt", round, attempts,
          (extract(epoch FROM due_at - now()) * 1000)::float8 AS "waitMs"
        FROM platform.webhook_deliveries
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND round = ${round} AND status = 'pending'`,
    );
    return pending ?? null;
  }

  async recordDelivered(
    { workspaceId, id, round, attempts }: PendingWebhook,
    { status }: Delivered,
  ): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        UPDATE platform.webhook_deliveries
        SET status = 'delivered', attempts = ${attempts + 1}, last_status = ${status}, last_error = NULL, delivered_at = now()
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND round = ${round} AND attempts = ${attempts}
          AND status = 'pending'`,
    );
  }

  async recordRetry(
    { workspaceId, id, round, attempts }: PendingWebhook,
    failed: Failed,
    delaySeconds: number,
  ): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        UPDATE platform.webhook_deliveries
        SET attempts = ${attempts + 1}, last_status = ${failed.status}, last_error = ${errorOf(failed)},
          due_at = now() + make_interval(secs => ${delaySeconds})
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND round = ${round} AND attempts = ${attempts}
          AND status = 'pending'`,
    );
  }

  /** The receiver's words stay in the workspace: operators read dead letters of all of them. */
  async recordFailure({ workspaceId, id, round, attempts }: PendingWebhook, failed: Failed): Promise<void> {
    const letter = deadLetter({
      workspaceId,
      queue: 'webhook',
      subjectId: id,
      retryWith: new WebhookRequested(workspaceId, id),
      error: new Error(failed.reason),
      attempts: attempts + 1,
    });
    // Where somebody else has ended it meanwhile there is no letter to write.
    const end = sql`
      WITH ended AS (
        UPDATE platform.webhook_deliveries
        SET status = 'failed', attempts = ${attempts + 1}, last_status = ${failed.status}, last_error = ${errorOf(failed)}
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND round = ${round} AND attempts = ${attempts}
          AND status = 'pending' RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM ended`;
    await this.database.batch(workspaceId, [end, letter]);
  }
}

const errorOf = ({ reason, words }: Failed) => (words ? `${reason} It said: ${words}` : reason);
