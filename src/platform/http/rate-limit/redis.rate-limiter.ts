import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { type Redis } from 'ioredis';
import { DomainError } from '../../../kernel/domain-error';
import { decide, type RateDecision, RateLimiter, type RatePolicy } from './rate-limiter';

/** Redis tells the time, so that processes whose clocks differ share one bucket. */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local capacity, refill, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local known = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(known[1]) or capacity
local at = tonumber(known[2]) or now
tokens = math.min(capacity, tokens + math.max(0, now - at) / 1000 * refill)
local allowed = tokens >= cost and 1 or 0
if allowed == 1 then tokens = tokens - cost end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(now))
redis.call('PEXPIRE', KEYS[1], math.ceil((capacity - tokens) / refill * 1000) + 1000)
return { allowed, tostring(tokens) }`;

interface TakingRedis extends Redis {
  takeTokens(key: string, capacity: number, refill: number, cost: number): Promise<[number, string]>;
}

/** One bucket for all processes; while Redis is down, one per process, except where that would let guesses through. */
export class RedisRateLimiter extends RateLimiter implements OnApplicationShutdown {
  private readonly log = new Logger(RedisRateLimiter.name);
  private readonly redis: TakingRedis;
  private failing = false;

  constructor(
    redis: Redis,
    private readonly fallback: RateLimiter,
  ) {
    super();
    redis.defineCommand('takeTokens', { numberOfKeys: 1, lua: TAKE });
    this.redis = redis as TakingRedis;
  }

  async take(key: string, policy: RatePolicy, cost = 1): Promise<RateDecision> {
    try {
      const { capacity, refillPerSecond, name } = policy;
      const [allowed, tokens] = await this.redis.takeTokens(
        `parley:rate:${name}:${key}`,
        capacity,
        refillPerSecond,
        cost,
      );
      this.noteHealth(false);
      return decide(allowed === 1, Number(tokens), policy, cost);
    } catch (error) {
      this.noteHealth(true, error);
      if (!policy.failsClosed) return this.fallback.take(key, policy, cost);
      throw new DomainError({
        kind: 'unavailable',
        code: 'rate_limiter_unavailable',
        detail: 'Attempts cannot be counted right now, so none is let through. Try again in a moment.',
        retryAfterSeconds: 5,
      });
    }
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }

  /** One line when it breaks and one when it heals, however many requests there are in between. */
  private noteHealth(failing: boolean, error?: unknown): void {
    if (failing === this.failing) return;
    this.failing = failing;
    if (failing) this.log.warn({ err: error }, 'Redis does not answer: rates are counted per process');
    else this.log.log('Redis answers again: rates are counted together');
  }
}
