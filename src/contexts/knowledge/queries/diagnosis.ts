import { type DiagnosisView, type SetbackView } from './diagnosis.view';
import { type DocumentProblemView } from './document.view';

export interface DiagnosedDocument {
  readonly status: 'queued' | 'processing' | 'ready' | 'failed';
  readonly stage: 'fetching' | 'parsing' | 'chunking' | 'embedding' | 'publishing' | null;
  readonly stageSince: Date | null;
  readonly attempts: number;
  readonly priority: string;
  readonly version: number;
  readonly liveVersion: number | null;
  readonly error: DocumentProblemView | null;
  readonly lastError: SetbackView | null;
  readonly retryAt: Date | null;
  readonly hasJob: boolean;
  readonly isOverdue: boolean;
  readonly now: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly waitingBefore: number;
}

const DOING = {
  fetching: 'It is being fetched from its address',
  parsing: 'Its file is being read',
  chunking: 'It is being cut into passages',
  embedding: 'Its passages are being embedded',
  publishing: 'Its vectors are being carried to the vector database',
} as const;

/** From the facts to words that somebody can act on. */
export function diagnosisOf(document: DiagnosedDocument, isQueueReachable: boolean): DiagnosisView {
  const { status, stage, stageSince, updatedAt, attempts, waitingBefore, lastError, retryAt } = document;
  return {
    status,
    stage: stageOf(status, stage),
    since: status === 'processing' ? (stageSince ?? updatedAt) : updatedAt,
    explanation: explain(document, isQueueReachable),
    attempts,
    waitingBefore: status === 'queued' ? waitingBefore : null,
    lastError,
    nextAttemptAt: retryAt,
    canBeRetried: status === 'failed',
  };
}

function stageOf(
  status: DiagnosedDocument['status'],
  stage: DiagnosedDocument['stage'],
): DiagnosisView['stage'] {
  if (status === 'ready') return 'done';
  if (status === 'failed') return 'failed';
  return status === 'queued' ? 'waiting' : (stage ?? 'chunking');
}

function explain(document: DiagnosedDocument, isQueueReachable: boolean): string {
  switch (document.status) {
    case 'ready':
      return `Version ${document.version} is indexed and is found by searches.`;
    case 'failed':
      return `It failed after ${times(document.attempts)}: ${document.error?.detail ?? 'the cause is not known.'}${former(document)}`;
    case 'queued':
      return waiting(document, isQueueReachable);
    case 'processing':
      return working(document);
  }
}

function waiting({ hasJob, isOverdue, waitingBefore }: DiagnosedDocument, isQueueReachable: boolean): string {
  if (!isQueueReachable)
    return 'It is safe and waits: the job queue cannot be reached right now. It goes on by itself.';
  const before = waitingBefore === 0 ? 'none' : `${waitingBefore}`;
  if (isOverdue && hasJob)
    return 'It waits for longer than it should: no worker has taken it up. It is asked for again within seconds.';
  return `It waits for a worker. Of this workspace, ${before} of the same priority ${waitingBefore === 1 ? 'comes' : 'come'} first.`;
}

function working({
  stage,
  stageSince,
  attempts,
  lastError,
  retryAt,
  isOverdue,
  now,
}: DiagnosedDocument): string {
  if (retryAt && lastError) {
    return `Attempt ${attempts} did not succeed: ${lastError.detail} The next one is due at ${retryAt.toISOString()}.`;
  }
  if (isOverdue)
    return 'Its worker has not been heard of for too long. Another one takes it up within seconds.';
  const seconds = stageSince ? Math.max(0, Math.round((now.getTime() - stageSince.getTime()) / 1_000)) : 0;
  return `${DOING[stage ?? 'chunking']}, for ${seconds} seconds now. This is attempt ${attempts}.`;
}

function former({ liveVersion }: DiagnosedDocument): string {
  return liveVersion === null ? '' : ` Searches still find version ${liveVersion}.`;
}

const times = (attempts: number): string => (attempts === 1 ? 'one attempt' : `${attempts} attempts`);
