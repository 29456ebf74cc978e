import { Global, Module } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Clock } from '../../kernel/clock';
import { Runtime } from '../runtime';
import { Cache } from './cache';
import { CacheNotices } from './cache-notices';
import { MemoryCache } from './memory.cache';
import { RedisCache } from './redis.cache';

/** A cache that is slower than its source is of no use. */
const IMPATIENT = {
  commandTimeout: 100,
  connectTimeout: 2_000,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
};

@Global()
@Module({
  providers: [
    CacheNotices,
    {
      provide: Cache,
      inject: [Runtime, Clock, CacheNotices],
      useFactory: ({ settings: { redisUrl } }: Runtime, clock: Clock, notices: CacheNotices): Cache => {
        if (!redisUrl) return new MemoryCache(clock, notices);
        const redis = new Redis(redisUrl, IMPATIENT);
        redis.on('error', () => undefined);
        return new RedisCache(redis);
      },
    },
  ],
  exports: [Cache],
})
export class CacheModule {}
