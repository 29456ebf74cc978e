import { Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvironment } from '../../config/env';
import { SystemClock } from '../../src/kernel/clock';
import { connectRateLimiter } from '../../src/platform/http/rate-limit/connect-rate-limiter';
import { perMinute, type RateLimiter } from '../../src/platform/http/rate-limit/rate-limiter';
import { type RedisRateLimiter } from '../../src/platform/http/rate-limit/redis.rate-limiter';
import { describeRateLimiter } from '../support/rate-limiter.contract';
import { freePort, hasRedis, startRedis } from '../support/redis';

beforeAll(() => void Logger.overrideLogger(false));

if (!hasRedis)
  process.stdout.write('No redis-server on PATH: the contract of the limiter is run in memory only.\n');

const connect = (port: number): RateLimiter =>
  connectRateLimiter(
    readEnvironment({ NODE_ENV: 'test', REDIS_URL: `redis://127.0.0.1:${port}` }),
    new SystemClock(),
  );
const disconnect = (limiter: RateLimiter) => (limiter as RedisRateLimiter).onApplicationShutdown();

if (hasRedis) {
  describeRateLimiter('in Redis', async () => {
    const port = await freePort();
    const redis = await startRedis(port);
    const limiter = connect(port);
    await sleep(200);
    return {
      limiter,
      pass: (milliseconds) => sleep(milliseconds),
      stop: () => {
        disconnect(limiter);
        redis.kill();
        return Promise.resolve();
      },
    };
  });

  it('Two processes share one bucket for each workspace in Redis [TE-16]', async () => {
    const port = await freePort();
    const redis = await startRedis(port);
    const [one, two] = [connect(port), connect(port)];
    await sleep(200);
    const policy = perMinute('shared', 10);
    const decisions = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => [one, two][i % 2]!.take('w', policy)),
    );
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(10);
    expect(await one.take('another workspace', policy)).toMatchObject({ allowed: true });
    [one, two].forEach(disconnect);
    redis.kill();
  });
}

describe('while Redis is down', () => {
  it('ordinary requests are counted in the process, quickly, and attempts at credentials are refused', async () => {
    const limiter = connect(await freePort());
    const start = performance.now();
    const decisions = await Promise.all(
      Array.from({ length: 30 }, async () => limiter.take('w', perMinute('workspace', 10))),
    );
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(10);
    expect(performance.now() - start).toBeLessThan(1_000);
    await expect(limiter.take('a', perMinute('auth', 10, true))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'rate_limiter_unavailable',
    });
    disconnect(limiter);
  });
});
