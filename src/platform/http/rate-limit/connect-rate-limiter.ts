import { Redis } from 'ioredis';
import { type Settings } from '../../../../config/settings';
import { type Clock } from '../../../kernel/clock';
import { MemoryRateLimiter } from './memory.rate-limiter';
import { type RateLimiter } from './rate-limiter';
import { RedisRateLimiter } from './redis.rate-limiter';

/** Every request waits for this answer, so Redis gets little time for it and no queue to wait in. */
const IMPATIENT = {
  commandTimeout: 100,
  connectTimeout: 2_000,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
};

export function connectRateLimiter({ redisUrl, rateLimit }: Settings, clock: Clock): RateLimiter {
  const memory = new MemoryRateLimiter(clock);
  if (!redisUrl || !rateLimit.enabled) return memory;
  const redis = new Redis(redisUrl, IMPATIENT);
  // Each failed command says so itself; without a listener ioredis prints every reconnection.
  redis.on('error', () => undefined);
  return new RedisRateLimiter(redis, memory);
}
