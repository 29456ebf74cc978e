import { UnrecoverableError } from 'bullmq';
import { type DataJob } from './data-task';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What lies in a queue comes from outside: another version wrote it, or somebody with access. */
export function parseDataJob(data: unknown, jobId: string = 'job'): DataJob {
  const { subjectId, workspaceId, userId, requestId, traceparent } = Object(data) as Record<string, unknown>;
  if (!isUuid(subjectId)) throw new UnrecoverableError('This is not a job on data.');
  return {
    subjectId,
    workspaceId: isUuid(workspaceId) ? workspaceId : null,
    userId: isUuid(userId) ? userId : null,
    requestId: typeof requestId === 'string' ? requestId : jobId,
    traceparent: typeof traceparent === 'string' ? traceparent : null,
  };
}

const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);
