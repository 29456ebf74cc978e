import { DomainError } from '../../../kernel/domain-error';
import { backoffSeconds } from '../../../platform/webhooks/webhook-schedule';

const LONGEST_SECONDS = 900;

/** Longer each time, never shorter than whoever was asked says. */
export function pauseSeconds(attempts: number, backoffMs: number, error: Error): number {
  const asked = error instanceof DomainError ? (error.retryAfterSeconds ?? 0) : 0;
  return Math.max(asked, Math.min(backoffSeconds(attempts, backoffMs, Math.random()), LONGEST_SECONDS));
}
