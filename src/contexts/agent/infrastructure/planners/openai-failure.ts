import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { type FailureCause, PlannerFailure } from '../../domain/planner-failure';

const TOO_MANY = 429;
/** Of a request, and not of whoever sends it: another question may well be answered. */
const OF_THE_REQUEST: ReadonlySet<number> = new Set([400, 413, 422]);
const LONGEST_WAIT_MS = 3_600_000;

/** What the SDK throws, as the chain understands it. */
export function failureOf(error: unknown, timeout: AbortSignal): PlannerFailure {
  if (error instanceof PlannerFailure) return error;
  if (timeout.aborted || error instanceof APIConnectionTimeoutError) {
    return new PlannerFailure('timeout', 'The model took too long.');
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof APIConnectionError || error instanceof APIUserAbortError) {
    return new PlannerFailure('unavailable', message);
  }
  if (!(error instanceof APIError)) {
    return new PlannerFailure('unavailable', `The model's answer cannot be read: ${message}`);
  }
  return new PlannerFailure(
    causeOf(error.status as number | undefined),
    message,
    waitIn(error.headers as Headers),
  );
}

function causeOf(status: number | undefined): FailureCause {
  if (status === TOO_MANY) return 'rate_limited';
  return OF_THE_REQUEST.has(status ?? 0) ? 'refused' : 'unavailable';
}

/** `Retry-After` in seconds or as a date. */
function waitIn(headers: Headers | undefined): number | null {
  const value = headers?.get('retry-after')?.trim();
  if (!value) return null;
  const seconds = Number(value);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(value) - Date.now();
  return Number.isNaN(milliseconds) ? null : Math.min(LONGEST_WAIT_MS, Math.max(0, milliseconds));
}
