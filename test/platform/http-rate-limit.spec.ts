import { Controller, Get, Post } from '@nestjs/common';
import { Clock } from '../../src/kernel/clock';
import { addressBucket } from '../../src/platform/http/rate-limit/client-address';
import { MemoryRateLimiter } from '../../src/platform/http/rate-limit/memory.rate-limiter';
import { perMinute } from '../../src/platform/http/rate-limit/rate-limiter';
import { RouteClass } from '../../src/platform/http/rate-limit/route-class';
import { describeRateLimiter } from '../support/rate-limiter.contract';
import { type SmallApp, startSmallApp } from '../support/small-app';

class StoppedClock extends Clock {
  private time = Date.UTC(2026, 10, 21);

  now(): Date {
    return new Date(this.time);
  }

  pass(milliseconds: number): void {
    this.time += milliseconds;
  }
}

describeRateLimiter('in memory', () => {
  const clock = new StoppedClock();
  return Promise.resolve({
    limiter: new MemoryRateLimiter(clock),
    pass: (milliseconds) => Promise.resolve(clock.pass(milliseconds)),
    stop: () => Promise.resolve(),
  });
});

describe('the limiter in memory', () => {
  it('forgets the buckets that were not touched for longest, and only those', () => {
    const limiter = new MemoryRateLimiter(new StoppedClock(), 100);
    const policy = perMinute('test', 5);
    limiter.take('busy', policy, 5);
    for (let i = 0; i < 10_000; i++) {
      limiter.take(`other-${i}`, policy);
      if (i % 10 === 0) limiter.take('busy', policy);
    }
    expect(limiter.take('busy', policy).allowed).toBe(false);
    expect(limiter.take('other-0', policy).remaining).toBe(4);
  });

  it('takes back no tokens when the clock is set back', () => {
    const clock = new StoppedClock();
    const limiter = new MemoryRateLimiter(clock);
    limiter.take('a', perMinute('test', 60), 30);
    clock.pass(-60_000);
    expect(limiter.take('a', perMinute('test', 60)).remaining).toBe(29);
  });
});

describe('the bucket of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s is %s', (address, bucket) => {
    expect(addressBucket(address)).toBe(bucket);
  });
});

@Controller()
class LimitedController {
  @Get('plain')
  plain() {
    return {};
  }

  @Get('heavy')
  @RouteClass('heavy')
  heavy() {
    return {};
  }

  @Post('login')
  @RouteClass('auth')
  login() {
    return {};
  }
}

describe('requests', () => {
  let small: SmallApp;
  const of = (workspace: string) => ({ 'x-test-user': 'ada', 'x-test-workspace': workspace });
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${small.url}/api/v1${path}`, { headers });
  beforeEach(async () => {
    small = await startSmallApp({
      controllers: [LimitedController],
      environment: {
        RATE_LIMIT_WORKSPACE_PER_MINUTE: '20',
        RATE_LIMIT_ADDRESS_PER_MINUTE: '60',
        RATE_LIMIT_AUTH_PER_MINUTE: '3',
      },
    });
  });
  afterEach(() => small.stop());

  it('of one workspace use up its bucket and leave that of another alone [TE-16]', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => get('/plain', of('one'))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(refused.headers.get('ratelimit-policy')).toBe('"workspace";q=20;w=60');
    expect(refused.headers.get('ratelimit')).toMatch(/^"workspace";r=0;t=60$/);
    expect(refused.headers.get('retry-after')).toBe('3');
    expect(await refused.json()).toMatchObject({ code: 'rate_limited', status: 429 });
    expect((await get('/plain', of('two'))).status).toBe(200);
  });

  it('that are heavy cost ten', async () => {
    const { headers } = await get('/heavy', of('one'));
    expect(headers.get('ratelimit')).toBe('"workspace";r=10;t=30');
  });

  it('of nobody are counted by their address, before their body is read', async () => {
    const answers = await Promise.all(Array.from({ length: 80 }, () => get('/plain')));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(60);
    const body = '{"broken';
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${small.url}/api/v1/login`, { method: 'POST', body, headers })).status).toBe(429);
  });

  it('that take credentials have a small bucket of their own', async () => {
    const login = () => fetch(`${small.url}/api/v1/login`, { method: 'POST' });
    const answers = [await login(), await login(), await login(), await login()];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 429]);
    expect(answers[3]!.headers.get('ratelimit-policy')).toBe('"auth";q=3;w=60');
    expect((await get('/plain')).status).toBe(200);
  });
});

it('Requests are not counted where the settings say so', async () => {
  const small = await startSmallApp({
    controllers: [LimitedController],
    environment: { RATE_LIMIT_ENABLED: 'false', RATE_LIMIT_ADDRESS_PER_MINUTE: '1' },
  });
  try {
    await fetch(`${small.url}/api/v1/plain`);
    const second = await fetch(`${small.url}/api/v1/plain`);
    expect([second.status, second.headers.get('ratelimit')]).toEqual([200, null]);
  } finally {
    await small.stop();
  }
});

it('Behind one declared proxy the address is the one that the proxy saw, not the one that the client claims', async () => {
  const small = await startSmallApp({
    controllers: [LimitedController],
    environment: { TRUSTED_PROXIES: '1', RATE_LIMIT_ADDRESS_PER_MINUTE: '1' },
  });
  try {
    const from = (addresses: string) =>
      fetch(`${small.url}/api/v1/plain`, { headers: { 'x-forwarded-for': addresses } });
    expect((await from('10.9.9.1, 203.0.113.9')).status).toBe(200);
    expect((await from('10.9.9.2, 203.0.113.9')).status).toBe(429);
    expect((await from('203.0.113.10')).status).toBe(200);
  } finally {
    await small.stop();
  }
});
