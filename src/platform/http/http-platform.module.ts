import { Global, Module } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { type FastifyInstance } from 'fastify';
import { Settings } from '../../../config/settings';
import { Clock } from '../../kernel/clock';
import { IdempotencyKeys } from './idempotency/idempotency-keys';
import { ProblemFilter } from './problem-filter';
import { connectRateLimiter } from './rate-limit/connect-rate-limiter';
import { RateLimiter } from './rate-limit/rate-limiter';
import { RatePolicies } from './rate-limit/rate-policies';
import { AllowedMethods } from './server/allowed-methods';

@Global()
@Module({
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: RateLimiter, inject: [Settings, Clock], useFactory: connectRateLimiter },
    {
      provide: AllowedMethods,
      inject: [HttpAdapterHost],
      useFactory: (host: HttpAdapterHost) =>
        new AllowedMethods(host.httpAdapter.getInstance<FastifyInstance>()),
    },
    RatePolicies,
    IdempotencyKeys,
  ],
  exports: [RateLimiter, RatePolicies, IdempotencyKeys],
})
export class HttpPlatformModule {}
