import { uuidv7 } from '../../kernel/ids';
import { sql, type Statement } from '../database/sql';
import { WebhookRequested } from './webhook-requested.event';

export interface NewWebhook {
  /** The scope of the transaction. */
  readonly workspaceId: string;
  /** Named by the workspace; `SafeHttp.check` says at once what is wrong with one. */
  readonly url: string;
  /** `<context>.<what happened>`, such as `knowledge.ingestion-finished`. */
  readonly type: string;
  /** Ids and words that the receiver may know: it is shown to nobody else, and kept for thirty days. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The row and the event that make a webhook certain to be sent: both belong into the transaction of its cause. */
export function requestWebhook({ workspaceId, url, type, payload }: NewWebhook): {
  readonly row: Statement;
  readonly event: WebhookRequested;
} {
  const id = uuidv7();
  return {
    row: sql`
      INSERT INTO platform.webhook_deliveries (id, workspace_id, url, type, payload)
      VALUES (${id}, ${workspaceId}, ${url}, ${type}, ${JSON.stringify(payload)})`,
    event: new WebhookRequested(workspaceId, id),
  };
}
