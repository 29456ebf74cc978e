import { type Clock } from '../../../kernel/clock';
import { decide, type RateDecision, RateLimiter, type RatePolicy } from './rate-limiter';

interface Bucket {
  tokens: number;
  at: number;
}

/** Buckets in two generations: when the younger is full, the elder, untouched since, is forgotten. */
export class MemoryRateLimiter extends RateLimiter {
  private younger = new Map<string, Bucket>();
  private elder = new Map<string, Bucket>();

  constructor(
    private readonly clock: Clock,
    private readonly mostBuckets = 50_000,
  ) {
    super();
  }

  take(key: string, policy: RatePolicy, cost = 1): RateDecision {
    const now = this.clock.now().getTime();
    const bucket = this.bucketOf(`${policy.name}:${key}`, policy, now);
    const gained = (Math.max(0, now - bucket.at) / 1_000) * policy.refillPerSecond;
    bucket.tokens = Math.min(policy.capacity, bucket.tokens + gained);
    bucket.at = now;
    const allowed = bucket.tokens >= cost;
    if (allowed) bucket.tokens -= cost;
    return decide(allowed, bucket.tokens, policy, cost);
  }

  private bucketOf(key: string, policy: RatePolicy, now: number): Bucket {
    const young = this.younger.get(key);
    if (young) return young;
    const bucket = this.elder.get(key) ?? { tokens: policy.capacity, at: now };
    if (this.younger.size >= this.mostBuckets / 2) {
      this.elder = this.younger;
      this.younger = new Map();
    }
    this.younger.set(key, bucket);
    return bucket;
  }
}
