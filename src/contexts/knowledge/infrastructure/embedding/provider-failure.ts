import { APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { DomainError } from '../../../../kernel/domain-error';
import { UnusableEmbedding } from '../openai.embedder';
import { asksForPause, retryAfterMs } from './retry-after';

/**
 * `refused`: the texts themselves, however often they are sent. `throttled`: too much at once. `barred`: the key, its
 * rights, its credit or the model; only an operator can change that. `down`: everything else, which may pass.
 */
type FailureKind = 'refused' | 'throttled' | 'barred' | 'down';

export interface ProviderFailure {
  readonly kind: FailureKind;
  /** What it is counted as. */
  readonly status: string;
  readonly retryAfterMs: number | null;
  /** For operators only: a provider's answer may say more than tenants may know. */
  readonly message: string;
}

const REFUSED = new Set([400, 413, 422]);
const BARRED = new Set([401, 403, 404]);
/** Of the request's own making: the texts are not to blame. */
const OUR_PARAMETERS = new Set(['model', 'dimensions', 'encoding_format']);

export function failureOf(error: unknown, now: Date): ProviderFailure {
  const answer = answerIn(error);
  return {
    kind: answer ? kindOf(answer) : 'down',
    status: answer?.status === undefined ? nameOf(error) : String(answer.status),
    retryAfterMs: retryAfterMs(answer?.headers, now),
    message: error instanceof Error ? error.message : String(error),
  };
}

function answerIn(error: unknown): APIError | null {
  return error instanceof APIError ? (error as APIError) : null;
}

function kindOf({ status, code, param, headers }: APIError): FailureKind {
  if (status === undefined) return 'down';
  if (BARRED.has(status) || code === 'insufficient_quota') return 'barred';
  if (REFUSED.has(status)) return OUR_PARAMETERS.has(param ?? '') ? 'barred' : 'refused';
  return status === 429 || (status === 503 && asksForPause(headers)) ? 'throttled' : 'down';
}

function nameOf(error: unknown): string {
  if (error instanceof UnusableEmbedding) return 'unusable';
  return isTimeout(error) ? 'timeout' : 'failed';
}

/** The client reports a deadline that passed in its own words, and what cut a body off in those of the platform. */
function isTimeout(error: unknown): boolean {
  if (error instanceof APIConnectionTimeoutError || error instanceof APIUserAbortError) return true;
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

/** What tenants read of it, and what a caller may do about it. */
export function refusalOf({ kind }: ProviderFailure, waitMs: number): DomainError {
  if (kind === 'refused') {
    return new DomainError({
      kind: 'unprocessable',
      code: 'embedding_refused',
      detail: 'The embedding model refuses a part of the text.',
    });
  }
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  if (kind === 'barred') {
    return new DomainError({
      kind: 'unavailable',
      code: 'embedding_not_permitted',
      detail: 'The provider of the embedding model does not let this installation use it.',
      retryAfterSeconds,
    });
  }
  return embeddingsUnavailable(retryAfterSeconds);
}

export function embeddingsUnavailable(retryAfterSeconds: number): DomainError {
  return new DomainError({
    kind: 'unavailable',
    code: 'embeddings_unavailable',
    detail: 'The embedding model cannot be reached right now.',
    retryAfterSeconds,
  });
}
