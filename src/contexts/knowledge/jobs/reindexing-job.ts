import { UnrecoverableError } from 'bullmq';
import { isUuid } from '../../../platform/http/fields';
import { type RequestContext } from '../../../platform/telemetry/request-context';

export interface ReindexingJob extends RequestContext {
  readonly workspaceId: string;
  readonly reindexingId: string;
}

/** What lies in a queue comes from outside: another version wrote it, or somebody with access. */
export function parseReindexingJob(data: unknown): ReindexingJob {
  const { workspaceId, reindexingId, requestId, traceparent } = Object(data) as Record<string, unknown>;
  if (!isUuid(workspaceId) || !isUuid(reindexingId)) {
    throw new UnrecoverableError('This is not a job to re-index a workspace.');
  }
  return {
    workspaceId,
    reindexingId,
    requestId: typeof requestId === 'string' ? requestId : reindexingId,
    traceparent: typeof traceparent === 'string' ? traceparent : null,
  };
}
