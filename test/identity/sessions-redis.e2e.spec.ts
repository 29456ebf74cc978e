import { type ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { freePort, startRedis } from '../support/redis';

describe('Sessions on Redis', () => {
  let redis: ChildProcess;
  let client: Redis;
  let here: TestApp;
  let there: TestApp;

  beforeAll(async () => {
    const port = await freePort();
    redis = await startRedis(port);
    const url = `redis://127.0.0.1:${port}`;
    client = new Redis(url);
    const shared = { REDIS_URL: url, JWT_SECRET: 'one secret for both of the instances, long enough' };
    here = await startTestApp(shared);
    there = await startTestApp({ ...shared, DATABASE_URL: here.ownerUrl });
  });
  afterAll(async () => {
    await there.stop();
    await here.stop();
    client.disconnect();
    redis.kill('SIGKILL');
  });

  const current = async (token: string) => {
    const { body } = await here.http<{ data: { id: string }[] }>('GET', '/auth/sessions', { token });
    return body.data[0]!.id;
  };
  const keyOf = (sessionId: string) => `parley:cache:session:${sessionId}`;

  it('are found there under their id, for as long as an answer may be old [ID-18 ID-19 ID-38]', async () => {
    const { token } = await signUp(here, 'ada');
    const key = keyOf(await current(token));
    const { body } = await here.http<{ user: { id: string } }>('GET', '/auth/me', { token });
    expect(JSON.parse((await client.get(key))!)).toMatchObject({
      userId: body.user.id,
      securityVersion: 1,
      isStrong: false,
    });
    const seconds = await client.ttl(key);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(5);
  });

  it('are read from there by every instance [ID-19]', async () => {
    const { token } = await signUp(here, 'bob');
    const key = keyOf(await current(token));
    const planted = { ...(JSON.parse((await client.get(key))!) as object), securityVersion: 7 };
    await client.set(key, JSON.stringify(planted), 'EX', 4);
    expect(await there.http('GET', '/auth/me', { token })).toMatchObject({
      status: 401,
      body: { code: 'session_ended' },
    });
  });

  it('are gone from there when they end, on every instance [ID-18 ID-38 A8]', async () => {
    const { token } = await signUp(here, 'cleo');
    const key = keyOf(await current(token));
    expect((await there.http('GET', '/auth/me', { token })).status).toBe(200);
    expect(await client.exists(key)).toBe(1);
    expect((await here.http('POST', '/auth/logout', { token })).status).toBe(204);
    const since = performance.now();
    await eventually(async () =>
      expect(await there.http('GET', '/auth/me', { token })).toMatchObject({ status: 401 }),
    );
    expect(performance.now() - since).toBeLessThan(5_000);
    expect([null, 'null']).toContain(await client.get(key));
  });

  it('leave no token that could be used there [A13]', async () => {
    const { token } = await signUp(here, 'dora');
    await current(token);
    const login = await here.http<{ refreshToken: string }>('POST', '/auth/login', {
      body: { email: 'dora@example.com', password: 'seventeen purple walruses' },
    });
    const keys = (await client.keys('parley:cache:*')).filter((key) => !/:(lock|generation)$/.test(key));
    expect(keys.length).toBeGreaterThan(0);
    const kept = JSON.stringify(await client.mget(keys));
    expect(kept).toContain('securityVersion');
    for (const secret of [token, login.body.refreshToken]) expect(kept).not.toContain(secret.slice(-20));
  });
});
