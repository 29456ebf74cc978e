import { readAddressBlock, writeAddressBlock } from '../../src/platform/http/blocked-addresses/address-block';
import { BlockedAddresses } from '../../src/platform/http/blocked-addresses/blocked-addresses';
import { CountingRateLimiter } from '../../src/platform/http/rate-limit/counting.rate-limiter';
import { perMinute, type RateDecision, RateLimiter } from '../../src/platform/http/rate-limit/rate-limiter';
import { RefusalCounts } from '../../src/platform/http/rate-limit/refusal-counts';

const written = (text: string) => {
  const block = readAddressBlock(text);
  return block && writeAddressBlock(block);
};

describe('A block of addresses', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.0.0/16', '203.0.0.0/16'],
    ['2001:DB8::1', '2001:db8::1/128'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['::ffff:203.0.113.7', '203.0.113.7/32'],
  ])('is read from %s [OP-49]', (text, block) => expect(written(text)).toBe(block));

  it.each(
    [
      ['', 'example.com', '203.0.113', '203.0.113.256', '203.0.113.7/33', '203.0.0.0/15', '0.0.0.0/0'],
      ['::/0', '2001:db8::/31', '2001:db8::/129', 'fe80::1%eth0', '::ffff:203.0.113.7/32', "' OR 1=1"],
      // All of IPv4, and more or less of it, in IPv6 dress.
      ['::/32', '::1/80', '::ffff:0:0/96', '0:0:0:0:0:ffff::/96', '::ffff:cb00:0/104', '::ffff:cb00:7107'],
    ].flat(),
  )('is not read from %j [OP-49]', (text) => expect(written(text)).toBeNull());

  it('holds what it covers, in whatever dress it comes, and nothing beside it [OP-49]', () => {
    const blocked = new BlockedAddresses();
    expect(blocked.has('203.0.113.7')).toBe(false);
    blocked.replace([
      { address: '203.0.113.7', prefix: 32 },
      { address: '198.51.0.0', prefix: 16 },
      { address: '2001:db8::', prefix: 48 },
    ]);
    const inside = [
      '203.0.113.7',
      '::ffff:203.0.113.7',
      '198.51.100.200',
      '2001:db8::1',
      '2001:DB8:0:ffff::',
    ];
    const outside = ['203.0.113.8', '198.52.0.1', '2001:db8:1::1', '::1', 'not an address'];
    expect(inside.map((address) => blocked.has(address))).toEqual(inside.map(() => true));
    expect(outside.map((address) => blocked.has(address))).toEqual(outside.map(() => false));
    blocked.replace([]);
    expect(blocked.has('203.0.113.7')).toBe(false);
  });
});

describe('The counts of refusals', () => {
  const policy = perMinute('auth', 5);
  class Limiter extends RateLimiter {
    constructor(private readonly answer: (key: string) => RateDecision | Promise<RateDecision>) {
      super();
    }
    take(key: string): RateDecision | Promise<RateDecision> {
      return this.answer(key);
    }
  }
  const decision = (allowed: boolean) => ({ allowed, remaining: 0, resetSeconds: 1, retryAfterSeconds: 1 });

  it('name who was refused by which limit, and nobody who was let through [OP-49]', async () => {
    const counts = new RefusalCounts();
    const now = new CountingRateLimiter(new Limiter((key) => decision(key === 'good')), counts);
    const later = new CountingRateLimiter(
      new Limiter((key) => Promise.resolve(decision(key === 'good'))),
      counts,
    );
    for (const limiter of [now, later]) {
      for (const key of ['bad', 'good', 'bad', 'worse']) await limiter.take(key, policy);
    }
    expect(counts.take()).toEqual([
      { kind: 'auth', bucket: 'bad', count: 4 },
      { kind: 'auth', bucket: 'worse', count: 2 },
    ]);
    expect(counts.take()).toEqual([]);
  });

  it('stay small under a flood from ever new addresses', () => {
    const counts = new RefusalCounts();
    for (let i = 0; i < 20_000; i++) counts.note('address', String(i));
    counts.note('address', '5');
    const taken = counts.take();
    expect(taken).toHaveLength(10_000);
    expect(taken.find(({ bucket }) => bucket === '5')?.count).toBe(2);
  });
});
