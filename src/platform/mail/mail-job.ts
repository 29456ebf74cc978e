import { type JobsOptions, UnrecoverableError } from 'bullmq';
import { type MailSettings } from '../../../config/settings';
import { requestContext, type RequestContext } from '../telemetry/request-context';

export interface MailJob extends RequestContext {
  readonly workspaceId: string | null;
  readonly mailId: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The job's id is the mail's, so a mail waits at most once. A job that has ended is not kept: the mail's row
 * says how it ended, and an operator's retry must be able to make a new one.
 */
export function jobToSend(
  workspaceId: string | null,
  mailId: string,
  { attempts, backoffMs }: MailSettings,
): { name: string; data: object; opts: JobsOptions } {
  const { requestId = null, traceparent = null } = requestContext.getStore() ?? {};
  return {
    name: 'send-mail',
    data: { workspaceId, mailId, requestId, traceparent },
    opts: {
      jobId: mailId,
      attempts,
      backoff: { type: 'exponential', delay: backoffMs },
      removeOnComplete: true,
      removeOnFail: true,
    },
  };
}

/** What lies in a queue comes from outside: another version wrote it, or somebody with access. */
export function parseMailJob(data: unknown): MailJob {
  const { workspaceId, mailId, requestId, traceparent } = Object(data) as Record<string, unknown>;
  if (!isUuid(mailId) || !(workspaceId === null || isUuid(workspaceId))) {
    throw new UnrecoverableError('This is not a job to send a mail.');
  }
  return {
    workspaceId,
    mailId,
    requestId: typeof requestId === 'string' ? requestId : mailId,
    traceparent: typeof traceparent === 'string' ? traceparent : null,
  };
}

const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);
