import { UnrecoverableError } from 'bullmq';
import { isUuid } from '../../../platform/http/fields';
import { type RequestContext } from '../../../platform/telemetry/request-context';

export interface ThreadJob extends RequestContext {
  readonly workspaceId: string;
  readonly subjectId: string;
}

/** What lies in a queue comes from outside: another version wrote it, or somebody with access. */
export function parseThreadJob(data: unknown): ThreadJob {
  const { workspaceId, subjectId, requestId, traceparent } = Object(data) as Record<string, unknown>;
  if (!isUuid(workspaceId) || !isUuid(subjectId)) {
    throw new UnrecoverableError('This is not a job to work off a thread of messages.');
  }
  return {
    workspaceId,
    subjectId,
    requestId: typeof requestId === 'string' ? requestId : subjectId,
    traceparent: typeof traceparent === 'string' ? traceparent : null,
  };
}
