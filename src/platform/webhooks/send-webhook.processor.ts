import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { DelayedError, type Job, type Queue, UnrecoverableError } from 'bullmq';
import { DomainError } from '../../kernel/domain-error';
import { WORKER_OPTIONS } from '../queues/worker-options';
import { requestContext } from '../telemetry/request-context';
import { WebhookDelivery, type WebhookOutcome } from './webhook-delivery';
import { jobToSend, parseWebhookJob, type WebhookJob } from './webhook-job';

const PAUSE_MS = 2_000;

/** A job ends only when the webhook's row says how, or when the job for the next attempt is there. */
@Processor('webhook', WORKER_OPTIONS)
export class SendWebhookProcessor extends WorkerHost {
  constructor(
    private readonly delivery: WebhookDelivery,
    @InjectQueue('webhook') private readonly queue: Queue,
  ) {
    super();
  }

  async process(job: Job, token?: string): Promise<void> {
    const webhook = parseWebhookJob(job.data);
    const { requestId, traceparent } = webhook;
    await requestContext.run({ requestId, traceparent }, () => this.handle(webhook, job, token));
  }

  private async handle(webhook: WebhookJob, job: Job, token?: string): Promise<void> {
    const outcome = await this.send(webhook);
    if (outcome.kind === 'failed') throw new UnrecoverableError(outcome.reason);
    if (outcome.kind === 'done') return;
    const waitMs = Math.max(Math.ceil(outcome.waitMs), 0);
    if (outcome.attempts === webhook.attempts) {
      await job.moveToDelayed(Date.now() + waitMs, token);
      throw new DelayedError();
    }
    const next = jobToSend({ ...webhook, attempts: outcome.attempts }, waitMs);
    await this.queue.add(next.name, next.data, next.opts);
  }

  private async send(webhook: WebhookJob): Promise<WebhookOutcome> {
    try {
      return await this.delivery.deliver(webhook);
    } catch (error) {
      // While the database is away nobody knows what came of it: it is sent again, under the same id.
      if (error instanceof DomainError && error.kind === 'unavailable')
        return { kind: 'later', attempts: webhook.attempts, waitMs: PAUSE_MS };
      throw error;
    }
  }
}
