import { once } from 'node:events';
import { type ChildProcess } from 'node:child_process';
import { type Socket } from 'node:net';
import { type Redis } from 'ioredis';
import { type Client } from 'pg';
import { Cache, type CacheKind } from '../../src/platform/cache/cache';
import { CacheNotices } from '../../src/platform/cache/cache-notices';
import { Database, NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { eventually } from '../support/eventually';
import { startPlatform, type TestPlatform } from '../support/platform';
import { freePort, hasRedis, startRedis } from '../support/redis';

const THING: CacheKind<{ n: number }> = { name: 'thing', seconds: 3_600 };

/** What every adapter keeps, seen from two processes on the same database. */
function describeCache(
  name: string,
  start: () => Promise<{ here: Cache; there: Cache; stop: () => Promise<void> }>,
) {
  describe(name, () => {
    let here: Cache;
    let there: Cache;
    let stop: () => Promise<void>;
    let loads: number;

    beforeAll(async () => ({ here, there, stop } = await start()));
    afterAll(() => stop());
    beforeEach(() => (loads = 0));
    const load = () => Promise.resolve({ n: ++loads });

    it('loads what is asked for the first time, and then no more [DA-08 DA-10]', async () => {
      expect(await here.recall(THING, 'a', load)).toEqual({ n: 1 });
      expect(await here.recall(THING, 'a', load)).toEqual({ n: 1 });
      expect(loads).toBe(1);
    });

    it('loads once for a hundred who ask at the same time [DA-10]', async () => {
      const slowly = () =>
        new Promise<{ n: number }>((resolve) => setTimeout(() => resolve({ n: ++loads }), 50));
      const answers = await Promise.all(Array.from({ length: 100 }, () => here.recall(THING, 'b', slowly)));
      expect(new Set(answers.map(({ n }) => n))).toEqual(new Set([1]));
    });

    it('forgets in this process at once, and in the other in a moment', async () => {
      await here.recall(THING, 'c', load);
      await there.recall(THING, 'c', load);
      const before = loads;
      here.forget(THING, 'c');
      expect(await here.recall(THING, 'c', load)).toEqual({ n: before + 1 });
      await eventually(async () => expect((await there.recall(THING, 'c', load)).n).toBeGreaterThan(before));
    });

    it('does not keep an answer that was on its way when it became out of date', async () => {
      let finish: (value: { n: number }) => void = () => undefined;
      const old = here.recall(THING, 'd', () => new Promise((resolve) => (finish = resolve)));
      await eventually(() => Promise.resolve(expect(finish.length).toBe(1)));
      here.forget(THING, 'd');
      finish({ n: -1 });
      await old;
      expect(await here.recall(THING, 'd', load)).toEqual({ n: 1 });
    });

    it('keeps no failure', async () => {
      await expect(here.recall(THING, 'e', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
      expect(await here.recall(THING, 'e', load)).toEqual({ n: 1 });
    });

    it('keeps kinds apart, and keys, and the answer that there is nothing [T3]', async () => {
      const other: CacheKind<string | null> = { name: 'other', seconds: 60 };
      await here.recall(THING, 'f', load);
      expect(await here.recall(other, 'f', () => Promise.resolve(null))).toBeNull();
      expect(await here.recall(other, 'f', () => Promise.reject(new Error('asked again')))).toBeNull();
      expect(await here.recall(THING, 'g', load)).toEqual({ n: 2 });
    });
  });
}

async function twoProcesses(variables: Record<string, string> = {}) {
  const first = await startPlatform([], variables);
  const second = await startPlatform([], { ...variables, DATABASE_URL: first.ownerUrl });
  await eventually(() =>
    Promise.resolve(
      expect([first, second].map(({ module }) => module.get(CacheNotices).isListening)).toEqual([true, true]),
    ),
  );
  return {
    first,
    second,
    here: first.module.get(Cache),
    there: second.module.get(Cache),
    stop: async () => {
      await second.stop();
      await first.stop();
    },
  };
}

describeCache('A cache in memory', () => twoProcesses());

if (hasRedis) {
  describe('A cache in Redis, on a bad day,', () => {
    let port: number;
    let redis: ChildProcess;
    let processes: Awaited<ReturnType<typeof twoProcesses>>;

    beforeAll(async () => {
      port = await freePort();
      redis = await startRedis(port);
      processes = await twoProcesses({ REDIS_URL: `redis://127.0.0.1:${port}` });
    });
    afterAll(async () => {
      await processes.stop();
      redis.kill();
      await once(redis, 'exit');
    });
    const connectionOf = (cache: Cache) => Reflect.get(cache, 'redis') as Redis;
    const answer = (n: number) => () => Promise.resolve({ n });

    it('tells of a change once it can, and takes no old answer until then', async () => {
      const { here, there } = processes;
      await here.recall(THING, 'x', answer(1));
      connectionOf(here).disconnect(true);
      here.forget(THING, 'x');
      await once(connectionOf(here), 'ready');
      expect(await here.recall(THING, 'x', answer(2))).toEqual({ n: 2 });
      await eventually(async () => expect(await there.recall(THING, 'x', answer(2))).toEqual({ n: 2 }));
    });

    it('keeps no answer from before a change, though an earlier change is long forgotten', async () => {
      const { here } = processes;
      here.forget(THING, 'y');
      let finish: (value: { n: number }) => void = () => undefined;
      const old = here.recall(THING, 'y', () => new Promise((resolve) => (finish = resolve)));
      await eventually(() => Promise.resolve(expect(finish.length).toBe(1)));
      await connectionOf(here).del('parley:cache:thing:y:generation');
      here.forget(THING, 'y');
      finish({ n: -1 });
      await old;
      expect(await here.recall(THING, 'y', answer(1))).toEqual({ n: 1 });
    });

    it('does not wait for another process that has failed to find an answer', async () => {
      const { here, there } = processes;
      let fail: (error: Error) => void = () => undefined;
      const failed = here.recall(THING, 'z', () => new Promise((_resolve, reject) => (fail = reject)));
      await eventually(() => Promise.resolve(expect(fail.length).toBe(1)));
      const claim = jest.spyOn(connectionOf(there), 'set');
      const waiting = there.recall(THING, 'z', answer(1));
      await eventually(() => Promise.resolve(expect(claim).toHaveBeenCalled()));
      expect(await claim.mock.results[0]!.value).toBeNull();
      const since = performance.now();
      fail(new Error('down'));
      await expect(failed).rejects.toThrow('down');
      expect(await waiting).toEqual({ n: 1 });
      expect(performance.now() - since).toBeLessThan(1_000);
    });
  });

  describeCache('A cache in Redis', async () => {
    const port = await freePort();
    const redis = await startRedis(port);
    const processes = await twoProcesses({ REDIS_URL: `redis://127.0.0.1:${port}` });
    return {
      ...processes,
      stop: async () => {
        await processes.stop();
        redis.kill();
        await once(redis, 'exit');
      },
    };
  });
}

describe('A process that cannot hear the others', () => {
  let platform: TestPlatform;

  beforeAll(async () => {
    platform = await startPlatform([]);
  });
  afterAll(() => platform.stop());
  const listener = () => Reflect.get(platform.module.get(CacheNotices), 'client') as Client;
  const isListening = () => platform.module.get(CacheNotices).isListening;
  const until = (expected: boolean) =>
    eventually(() => Promise.resolve(expect(isListening()).toBe(expected)), 10_000);

  it('drops what it keeps, and listens again by itself', async () => {
    await until(true);
    const cache = platform.module.get(Cache);
    await cache.recall(THING, 'a', () => Promise.resolve({ n: 1 }));
    (listener() as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
    await until(false);
    expect(await cache.recall(THING, 'a', () => Promise.resolve({ n: 2 }))).toEqual({ n: 2 });
    await until(true);
  });

  it('notices within seconds that nothing comes through, though the connection stands', async () => {
    await until(true);
    const turns: boolean[] = [];
    platform.module.get(CacheNotices).onTurn(() => turns.push(isListening()));
    await listener().query('UNLISTEN *');
    await eventually(() => Promise.resolve(expect(turns).toEqual([false, true])), 10_000);
  });

  it('minds no words in the channel that are not its own', async () => {
    await until(true);
    const database = platform.module.get(Database);
    const cache = platform.module.get(Cache);
    await cache.recall(THING, 'b', () => Promise.resolve({ n: 1 }));
    for (const words of ['', 'nonsense', 'null', '{}', '{"from":"x","forget":[null,{"kind":1}]}']) {
      await database.query(NO_TENANT, sql`SELECT pg_notify('parley_cache', ${words})`);
    }
    const told = JSON.stringify({ from: 'another process', forget: [{ kind: 'thing', key: 'b' }] });
    await database.query(NO_TENANT, sql`SELECT pg_notify('parley_cache', ${told})`);
    await eventually(async () =>
      expect(await cache.recall(THING, 'b', () => Promise.resolve({ n: 2 }))).toEqual({ n: 2 }),
    );
  });

  it('says again what it could not say', async () => {
    await until(true);
    const heard: string[] = [];
    await listener().query('LISTEN parley_cache');
    listener().on('notification', ({ payload }) => heard.push(payload ?? ''));
    const query = jest.spyOn(platform.module.get(Database), 'query');
    query.mockRejectedValueOnce(new Error('no connection is free'));
    platform.module.get(Cache).forget(THING, 'lost');
    await eventually(() => Promise.resolve(expect(heard.join()).toContain('"lost"')));
    query.mockRestore();
  });
});
