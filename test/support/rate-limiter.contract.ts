import { perMinute, type RateLimiter } from '../../src/platform/http/rate-limit/rate-limiter';

export interface LimiterUnderTest {
  readonly limiter: RateLimiter;
  pass(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** What every adapter must do. */
export function describeRateLimiter(name: string, start: () => Promise<LimiterUnderTest>): void {
  describe(`a token bucket ${name}`, () => {
    let under: LimiterUnderTest;
    let key = 0;
    beforeAll(async () => {
      under = await start();
    });
    afterAll(() => under.stop());
    beforeEach(() => key++);
    const take = async (policy = perMinute('test', 60), cost = 1) =>
      under.limiter.take(`key-${key}`, policy, cost);

    it('lets as many through as it holds, however many come at once', async () => {
      const decisions = await Promise.all(Array.from({ length: 200 }, () => take()));
      expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(60);
    });

    it('tells what is left and when it is full again', async () => {
      await take(perMinute('test', 60), 10);
      expect(await take()).toEqual({ allowed: true, remaining: 49, resetSeconds: 11, retryAfterSeconds: 0 });
    });

    it('refills evenly, and never beyond its capacity', async () => {
      const fast = perMinute('fast', 600);
      await take(fast, 600);
      expect(await take(fast)).toMatchObject({ allowed: false, remaining: 0, retryAfterSeconds: 1 });
      await under.pass(1_000);
      expect((await take(fast)).remaining).toBeGreaterThanOrEqual(9);
      await under.pass(1_000);
      const { remaining } = await take({ ...fast, capacity: 5 });
      expect(remaining).toBe(4);
    });

    it('says how long a refused request has to wait for its cost', async () => {
      await take(perMinute('test', 60), 55);
      const refused = await take(perMinute('test', 60), 10);
      expect(refused).toEqual({ allowed: false, remaining: 5, resetSeconds: 55, retryAfterSeconds: 5 });
    });

    it('keeps policies of different names apart', async () => {
      await take(perMinute('one', 1));
      expect((await take(perMinute('two', 1))).allowed).toBe(true);
      expect((await take(perMinute('one', 1))).allowed).toBe(false);
    });
  });
}
