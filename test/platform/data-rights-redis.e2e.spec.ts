import { type ChildProcess } from 'node:child_process';
import { getQueueToken } from '@nestjs/bullmq';
import { type Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { FindWorkspacesToPurge } from '../../src/contexts/tenancy/jobs/find-workspaces-to-purge.task';
import { signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { freePort, startRedis } from '../support/redis';
import { EverythingStored } from './everything-stored';

const CANARY = 'nachtigall';

describe('What was forgotten', () => {
  let server: ChildProcess;
  let redis: Redis;
  let app: TestApp;
  let stored: EverythingStored;

  beforeAll(async () => {
    const port = await freePort();
    server = await startRedis(port);
    redis = new Redis({ port, host: '127.0.0.1' });
    app = await startTestApp({ REDIS_URL: `redis://127.0.0.1:${port}` });
    stored = await EverythingStored.of(app.ownerUrl);
  });
  afterAll(async () => {
    await stored.close();
    await app.stop();
    redis.disconnect();
    server.kill('SIGKILL');
  });

  async function textOf(key: string): Promise<string> {
    const type = await redis.type(key);
    switch (type) {
      case 'string':
        return (await redis.get(key)) ?? '';
      case 'hash':
        return JSON.stringify(await redis.hgetall(key));
      case 'list':
        return JSON.stringify(await redis.lrange(key, 0, -1));
      case 'zset':
        return JSON.stringify(await redis.zrange(key, 0, -1));
      case 'stream':
        return JSON.stringify(await redis.xrange(key, '-', '+'));
      default:
        return JSON.stringify(await redis.smembers(key));
    }
  }

  async function keysWith(...words: string[]): Promise<string[]> {
    const keys = await redis.keys('*');
    const texts = await Promise.all(keys.map(async (key) => `${key} ${await textOf(key).catch(() => '')}`));
    return texts.filter((text) => words.some((word) => text.includes(word)));
  }

  it('is in no queue and no cache of Redis either, of a person as of a workspace [M3]', async () => {
    const { token, workspaceId } = await signUp(app, CANARY);
    await app.http('GET', '/auth/me', { token });
    await app.http('GET', `/workspaces/${workspaceId}`, { token });
    const queue = app.app.get<Queue>(getQueueToken('ingest'), { strict: false });
    await queue.add('index-document', { workspaceId, note: CANARY }, { delay: 3_600_000 });
    await queue.add(
      'index-document',
      { workspaceId: null, note: `to ${CANARY}@example.com` },
      { priority: 5, delay: 3_600_000 },
    );
    expect((await keysWith(CANARY)).length).toBeGreaterThan(2);

    await stored.query(
      `UPDATE tenancy.workspaces SET deleted_at = now(), purge_after = now() WHERE workspace_id = $1`,
      [workspaceId],
    );
    const { body } = await app.http<{ receipt: string }>('DELETE', '/auth/me', { token });
    await eventually(async () => {
      const receipt = await app.http('POST', '/erasures/receipt', { body: { token: body.receipt } });
      expect(receipt.body).toMatchObject({ verified: true });
    }, 15_000);
    await app.app.get(FindWorkspacesToPurge).run();
    await eventually(async () => expect(await keysWith(CANARY)).toEqual([]), 15_000);
    await eventually(async () => expect(await stored.find(CANARY)).toEqual([]), 15_000);
  });
});
