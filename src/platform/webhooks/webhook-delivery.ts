import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '../../../config/settings';
import { Clock } from '../../kernel/clock';
import { DomainError } from '../../kernel/domain-error';
import { SafeHttp } from '../outbound/safe-http';
import { type OpenDelivery } from './webhook-job';
import { type PendingWebhook, WebhookLog } from './webhook-log';
import { backoffSeconds } from './webhook-schedule';
import { WebhookSecrets } from './webhook-secrets';
import { signedHeaders } from './webhook-signature';
import { verdictOnAnswer, verdictOnFailure, type WebhookVerdict } from './webhook-verdict';

export type WebhookOutcome =
  | { readonly kind: 'done' }
  /** The attempt after so many is to be made when the time has come. */
  | { readonly kind: 'later'; readonly attempts: number; readonly waitMs: number }
  | { readonly kind: 'failed'; readonly reason: string };

type Failed = Extract<WebhookVerdict, { kind: 'failed' }>;

/** Enough for the words that are kept; the rest of an answer is not read. */
const ANSWER_BYTES = 4_096;

/** Sends a webhook that was asked for: at least once, each time under the same id. */
@Injectable()
export class WebhookDelivery {
  private readonly logger = new Logger(WebhookDelivery.name);

  constructor(
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly log: WebhookLog,
    private readonly secrets: WebhookSecrets,
    private readonly http: SafeHttp,
  ) {}

  async deliver(delivery: OpenDelivery): Promise<WebhookOutcome> {
    const webhook = await this.log.findPending(delivery);
    if (!webhook) return { kind: 'done' };
    const { attempts, waitMs } = webhook;
    // This attempt was made, and cut off before the next one was asked for; or it comes too early.
    if (attempts !== delivery.attempts || waitMs > 0) return { kind: 'later', attempts, waitMs };
    const verdict = await this.attempt(webhook);
    if (verdict.kind === 'delivered') {
      await this.log.recordDelivered(webhook, verdict);
      return { kind: 'done' };
    }
    const attempt = attempts + 1;
    this.logger.warn(`Webhook ${webhook.id} (${webhook.type}, attempt ${attempt}): ${verdict.reason}`);
    if (verdict.isFinal || attempt >= this.settings.webhook.attempts) {
      await this.log.recordFailure(webhook, verdict);
      return { kind: 'failed', reason: verdict.reason };
    }
    return this.postpone(webhook, verdict);
  }

  private async postpone(webhook: PendingWebhook, failed: Failed): Promise<WebhookOutcome> {
    const own = backoffSeconds(webhook.attempts + 1, this.settings.webhook.backoffMs, Math.random());
    const seconds = Math.max(own, failed.retryAfter ?? 0);
    await this.log.recordRetry(webhook, failed, seconds);
    return { kind: 'later', attempts: webhook.attempts + 1, waitMs: seconds * 1_000 };
  }

  private async attempt(webhook: PendingWebhook): Promise<WebhookVerdict> {
    const { workspaceId, id, url, type, payload, requestedAt } = webhook;
    const secrets = await this.secrets.signing(workspaceId);
    const body = JSON.stringify({ type, timestamp: requestedAt, data: payload });
    const signed = signedHeaders({ id, sentAt: this.clock.now(), body }, secrets);
    const headers = { 'content-type': 'application/json', ...signed };
    const limits = { redirects: 0, bytes: ANSWER_BYTES };
    try {
      const answer = await this.http.request({
        method: 'POST',
        url,
        headers,
        body,
        limits,
        beyondLimit: 'cut',
      });
      return verdictOnAnswer(answer, this.clock.now());
    } catch (error) {
      if (error instanceof DomainError) return verdictOnFailure(error);
      throw error;
    }
  }
}
