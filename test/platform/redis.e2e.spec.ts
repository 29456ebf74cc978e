import { type ChildProcess } from 'node:child_process';
import { ingest, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { freePort, hasRedis, startRedis } from '../support/redis';

if (!hasRedis)
  process.stdout.write('No redis-server on PATH: the platform is tested on PostgreSQL queues only.\n');

const withRedis = () =>
  describe('the platform on Redis', () => {
    let port: number;
    let redis: ChildProcess;
    let app: TestApp;

    beforeAll(async () => {
      port = await freePort();
      redis = await startRedis(port);
      app = await startTestApp({ REDIS_URL: `redis://127.0.0.1:${port}`, RATE_LIMIT_ENABLED: 'true' });
    });
    afterAll(async () => {
      await app.stop();
      redis.kill('SIGKILL');
    });

    it('indexes documents through the same queue and answers from them', async () => {
      const { token } = await signUp(app, 'ada');
      await ingest(app, token, [{ title: 'Lanterns', content: 'A lantern takes two button cells.' }]);
      const body = { message: 'How many button cells does a lantern take?' };
      const run = await app.http('POST', '/agents/customer-service/run', { token, body });
      expect(run).toMatchObject({ status: 200, body: { sources: [{ title: 'Lanterns' }] } });
    });

    it('accepts documents while Redis is down, and indexes them once it is back', async () => {
      const { token } = await signUp(app, 'grace');
      redis.kill('SIGKILL');
      const documents = [{ title: 'Later', content: 'Patience is what this document is about.' }];
      const started = Date.now();
      const accepted = await app.http<{ ingestionId: string }>('POST', '/agents/customer-service/ingest', {
        token,
        body: { documents },
      });
      expect(accepted.status).toBe(202);
      expect(Date.now() - started).toBeLessThan(2_000);
      expect((await app.http('GET', '/health')).status).toBe(200);
      redis = await startRedis(port);
      await eventually(async () => {
        const path = `/knowledge/ingestions/${accepted.body.ingestionId}`;
        const { body } = await app.http('GET', path, { token });
        expect(body).toMatchObject({ status: 'completed' });
      }, 60_000);
    }, 90_000);
  });

if (hasRedis) withRedis();

describe('the platform while its Redis cannot be reached', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
  });
  afterAll(() => app.stop());

  it('lives, is not ready and says why', async () => {
    expect((await app.http('GET', '/health')).status).toBe(200);
    const ready = await app.http('GET', '/ready');
    expect(ready.status).toBe(503);
    expect(ready.body).toMatchObject({
      dependencies: { queue: { status: 'down' }, database: { status: 'up' } },
    });
  });

  it('accepts documents and answers within seconds', async () => {
    const { token } = await signUp(app, 'ada');
    const documents = [{ title: 'Waiting', content: 'This one waits for the queue.' }];
    const started = Date.now();
    const ingest = await app.http('POST', '/agents/customer-service/ingest', { token, body: { documents } });
    const run = await app.http('POST', '/agents/customer-service/run', {
      token,
      body: { message: 'Hello!' },
    });
    expect([ingest.status, run.status]).toEqual([202, 200]);
    expect(Date.now() - started).toBeLessThan(5_000);
  });
});
