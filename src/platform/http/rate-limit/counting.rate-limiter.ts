import { type RateDecision, RateLimiter, type RatePolicy } from './rate-limiter';
import { type RefusalCounts } from './refusal-counts';

/** Remembers whom it refuses, for those who look for offenders. */
export class CountingRateLimiter extends RateLimiter {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly refusals: RefusalCounts,
  ) {
    super();
  }

  take(key: string, policy: RatePolicy, cost?: number): RateDecision | Promise<RateDecision> {
    const decision = this.limiter.take(key, policy, cost);
    if (decision instanceof Promise) return decision.then((late) => this.noted(key, policy, late));
    return this.noted(key, policy, decision);
  }

  private noted(key: string, { name }: RatePolicy, decision: RateDecision): RateDecision {
    if (!decision.allowed) this.refusals.note(name, key);
    return decision;
  }
}
