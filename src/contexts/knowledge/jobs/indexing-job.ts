import { UnrecoverableError } from 'bullmq';
import { type RequestContext } from '../../../platform/telemetry/request-context';

export interface IndexingJob extends RequestContext {
  readonly workspaceId: string;
  readonly documentId: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What lies in a queue comes from outside: another version wrote it, or somebody with access. */
export function parseIndexingJob(data: unknown, jobId: string = 'job'): IndexingJob {
  const { workspaceId, documentId, requestId, traceparent } = Object(data) as Record<string, unknown>;
  if (!isUuid(workspaceId) || !isUuid(documentId)) {
    throw new UnrecoverableError('This is not a job to index a document.');
  }
  return {
    workspaceId,
    documentId,
    requestId: typeof requestId === 'string' ? requestId : jobId,
    traceparent: typeof traceparent === 'string' ? traceparent : null,
  };
}

const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);
