/** A token bucket: `capacity` at once, refilled evenly. */
export interface RatePolicy {
  readonly name: string;
  readonly capacity: number;
  readonly refillPerSecond: number;
  /** While the shared counter is down: true refuses, false counts in this process alone. */
  readonly failsClosed: boolean;
}

export interface RateDecision {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Until the bucket is full again. */
  readonly resetSeconds: number;
  /** Until the same request would be let through; 0 when it was. */
  readonly retryAfterSeconds: number;
}

/** Answers at once where it can: it is asked on every request. */
export abstract class RateLimiter {
  abstract take(key: string, policy: RatePolicy, cost?: number): RateDecision | Promise<RateDecision>;
}

export function perMinute(name: string, count: number, failsClosed = false): RatePolicy {
  return { name, capacity: count, refillPerSecond: count / 60, failsClosed };
}

/** What to tell about a bucket that holds `tokens` after `cost` was taken or refused. */
export function decide(allowed: boolean, tokens: number, policy: RatePolicy, cost: number): RateDecision {
  return {
    allowed,
    remaining: Math.max(0, Math.floor(tokens)),
    resetSeconds: Math.ceil((policy.capacity - tokens) / policy.refillPerSecond),
    retryAfterSeconds: allowed ? 0 : Math.max(1, Math.ceil((cost - tokens) / policy.refillPerSecond)),
  };
}
