import { type JobsOptions, UnrecoverableError } from 'bullmq';
import { isUuid } from '../http/fields';
import { requestContext, type RequestContext } from '../telemetry/request-context';

/** A delivery that waits. */
export interface OpenDelivery {
  readonly workspaceId: string;
  readonly id: string;
  /** How often it has been opened again. */
  readonly round: number;
  /** In this round, so far. */
  readonly attempts: number;
}

export type WebhookJob = OpenDelivery & RequestContext;

/**
 * Each attempt is a job of its own, and waits at most once: idle workers hear of a job that is added, and not of
 * one that is put back. The row counts attempts and says when the next is due: the queue only wakes.
 */
export function jobToSend(
  { workspaceId, id, round, attempts }: OpenDelivery,
  delay = 0,
): { name: string; data: object; opts: JobsOptions } {
  const { requestId = null, traceparent = null } = requestContext.getStore() ?? {};
  return {
    name: 'send-webhook',
    data: { workspaceId, deliveryId: id, round, attempts, requestId, traceparent },
    opts: {
      jobId: `${id}-${round}-${attempts}`,
      delay,
      attempts: 1,
      removeOnComplete: true,
      removeOnFail: true,
    },
  };
}

/** What lies in a queue comes from outside: another version wrote it, or somebody with access. */
export function parseWebhookJob(data: unknown): WebhookJob {
  const fields = Object(data) as Record<string, unknown>;
  const { workspaceId, deliveryId, round, attempts, requestId, traceparent } = fields;
  if (!isUuid(workspaceId) || !isUuid(deliveryId) || !isCount(round) || !isCount(attempts)) {
    throw new UnrecoverableError('This is not a job to send a webhook.');
  }
  return {
    workspaceId,
    id: deliveryId,
    round,
    attempts,
    requestId: typeof requestId === 'string' ? requestId : deliveryId,
    traceparent: typeof traceparent === 'string' ? traceparent : null,
  };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value);
