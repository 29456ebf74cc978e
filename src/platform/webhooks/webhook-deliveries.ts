import { Injectable } from '@nestjs/common';
import { notFound } from '../../kernel/domain-error';
import { audited } from '../audit/audited';
import { Database } from '../database/database';
import { sql } from '../database/sql';
import { decodeCursor, type Page, type PageQuery, toPage } from '../http/page';
import { AggregateStore } from '../outbox/aggregate-store';
import { type WebhookDeliveryView } from './webhook-delivery.view';
import { WebhookRequested } from './webhook-requested.event';

/** What the owners of a workspace see of its webhooks, and have sent again. */
@Injectable()
export class WebhookDeliveries {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
  ) {}

  async list(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<WebhookDeliveryView>> {
    const rows = await this.database.query<WebhookDeliveryView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, substring(url FROM '^[^?#]*') AS url, type, status, attempts, last_status AS "lastStatus",
          last_error AS "lastError", created_at AS "createdAt", delivered_at AS "deliveredAt"
        FROM platform.webhook_deliveries
        WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(cursor)}
        ORDER BY id DESC LIMIT ${limit + 1}`,
    );
    return toPage<WebhookDeliveryView>(rows, limit);
  }

  /**
   * Under the same id. What waits already only comes sooner, and in a new round: the job of the old one may wait
   * for hours. Of several who ask at once the later ones waited for the first: to them `now()` is before its own.
   * An open dead letter about it is thereby dealt with.
   */
  async redeliver(workspaceId: string, id: string): Promise<void> {
    await this.requireOne(workspaceId, id);
    const opened = sql`
      UPDATE platform.webhook_deliveries
      SET status = 'pending', round = round + 1, attempts = 0, due_at = now(), delivered_at = NULL
      WHERE workspace_id = ${workspaceId} AND id = ${id} AND (status <> 'pending' OR due_at > clock_timestamp())`;
    const closed = sql`
      UPDATE platform.dead_letters SET status = 'retried', closed_at = now()
      WHERE workspace_id = ${workspaceId} AND source = 'queue' AND name = 'webhook' AND subject_id = ${id} AND status = 'open'`;
    const subject = { kind: 'webhook', id };
    await this.store.commit(
      workspaceId,
      [opened, closed, audited({ action: 'platform.webhook_redelivered', subject })],
      [new WebhookRequested(workspaceId, id)],
    );
  }

  private async requireOne(workspaceId: string, id: string): Promise<void> {
    const found = await this.database.query(
      workspaceId,
      sql`SELECT 1 FROM platform.webhook_deliveries WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    if (found.length === 0) throw notFound('webhook delivery');
  }
}
