import { Global, Module } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance } from 'fastify';
import { Settings } from '../../../config/settings';
import { Clock } from '../../kernel/clock';
import { Denials } from '../audit/denials';
import { IdempotencyKeys } from './idempotency/idempotency-keys';
import { ProblemFilter } from './problem-filter';
import { BlockedAddresses } from './blocked-addresses/blocked-addresses';
import { connectRateLimiter } from './rate-limit/connect-rate-limiter';
import { CountingRateLimiter } from './rate-limit/counting.rate-limiter';
import { RateLimiter } from './rate-limit/rate-limiter';
import { RatePolicies } from './rate-limit/rate-policies';
import { RefusalCounts } from './rate-limit/refusal-counts';
import { AllowedMethods } from './server/allowed-methods';

const LIMITER = Symbol('rate limiter');

@Global()
@Module({
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    // A provider of its own, so that its connection is closed with the application.
    { provide: LIMITER, inject: [Settings, Clock], useFactory: connectRateLimiter },
    {
      provide: RateLimiter,
      inject: [LIMITER, RefusalCounts],
      useFactory: (limiter: RateLimiter, counts: RefusalCounts) => new CountingRateLimiter(limiter, counts),
    },
    {
      provide: AllowedMethods,
      inject: [HttpAdapterHost],
      useFactory: (host: HttpAdapterHost) =>
        new AllowedMethods(host.httpAdapter.getInstance<FastifyInstance>()),
    },
    RatePolicies,
    RefusalCounts,
    BlockedAddresses,
    Denials,
    IdempotencyKeys,
  ],
  exports: [RateLimiter, RatePolicies, RefusalCounts, BlockedAddresses, IdempotencyKeys],
})
export class HttpPlatformModule {}
