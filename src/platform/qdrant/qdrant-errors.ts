import { DomainError } from '../../kernel/domain-error';
import { maskText } from '../telemetry/logging/mask-text';

const LONGEST_REASON = 300;
/** Answers of the request's own making; every other failure is the server's, or the way to it. */
const REFUSALS = new Set([400, 413, 422]);

export function nameQdrantFailure(error: unknown): DomainError {
  const { status, data } = error as { status?: number; data?: { status?: { error?: unknown } } };
  if (status === 404) return collectionMissing();
  if (status === 409) return collectionExists();
  if (status !== undefined && REFUSALS.has(status)) return vectorsRefused(reasonOf(data?.status?.error));
  return vectorsUnavailable();
}

export function isMissingCollection(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'vector_collection_missing';
}

export function isExistingCollection(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'vector_collection_exists';
}

export function vectorsUnavailable(): DomainError {
  return new DomainError({
    kind: 'unavailable',
    code: 'vector_index_unavailable',
    detail: 'The vector index cannot be used right now. The keyword mode works without it.',
    retryAfterSeconds: 5,
  });
}

/** For good: the same request would be refused again. */
export function vectorsRefused(reason: string): DomainError {
  return new DomainError({
    kind: 'unprocessable',
    code: 'vector_index_refused',
    detail: `The vector index does not take this: ${reason}`,
  });
}

function reasonOf(said: unknown): string {
  return typeof said === 'string' ? maskText(said).slice(0, LONGEST_REASON) : 'it gave no reason.';
}

function collectionMissing(): DomainError {
  return new DomainError({
    kind: 'not_found',
    code: 'vector_collection_missing',
    detail: 'The vector index has no such collection.',
  });
}

function collectionExists(): DomainError {
  return new DomainError({
    kind: 'conflict',
    code: 'vector_collection_exists',
    detail: 'The vector index has this collection already.',
  });
}
