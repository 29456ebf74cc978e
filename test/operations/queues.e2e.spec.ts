import { getQueueToken } from '@nestjs/bullmq';
import { type Queue } from 'bullmq';
import { type ChildProcess } from 'node:child_process';
import { QUEUES } from '../../src/platform/queues/queue-names';
import { type Account, ingest, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { freePort, hasRedis, startRedis } from '../support/redis';

interface QueueState {
  readonly name: string;
  readonly waiting: number;
  readonly paused: boolean;
  readonly oldestWaitingSeconds: number | null;
  readonly workers: number;
}

const backends = hasRedis ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'];

describe.each(backends)('The queues on %s', (backend) => {
  let redis: ChildProcess | undefined;
  let app: TestApp;
  let operator: Record<string, string>;
  let ada: Account;

  beforeAll(async () => {
    const port = await freePort();
    if (backend === 'Redis') redis = await startRedis(port);
    app = await startTestApp({
      INGEST_CONCURRENCY: '3',
      QUEUE_KEEP_COMPLETED: '1',
      ...(redis && { REDIS_URL: `redis://127.0.0.1:${port}` }),
    });
    operator = { 'X-API-Key': app.runtime.adminKey };
    ada = await signUp(app, 'ada');
  });
  afterAll(async () => {
    await app.stop();
    redis?.kill('SIGKILL');
  });

  const list = async () =>
    (await app.http<{ data: QueueState[] }>('GET', '/admin/queues', { headers: operator })).body.data;
  const ingestQueue = async () => (await list()).find(({ name }) => name === 'ingest')!;
  const act = (name: string, what: 'pause' | 'resume') =>
    app.http('POST', `/admin/queues/${name}/${what}`, { headers: operator });
  const handIn = (...texts: string[]) =>
    app.http('POST', '/agents/customer-service/ingest', {
      token: ada.token,
      body: { documents: texts.map((content) => ({ title: 'Words', content })) },
    });
  const queue = () => app.app.get<Queue>(getQueueToken('ingest'), { strict: false });

  it('are all shown, with who works on them and on how many jobs at once [QU-03 QU-10 KN-28]', async () => {
    const queues = await list();
    expect(queues.map(({ name }) => name)).toEqual([...QUEUES]);
    await eventually(async () =>
      expect(await ingestQueue()).toEqual({
        ...{ name: 'ingest', waiting: 0, delayed: 0, active: 0, completed: 0, failed: 0, deadLetters: 0 },
        ...{ paused: false, oldestWaitingSeconds: null, workers: 1, concurrency: 3 },
      }),
    );
  });

  it('are paused and resumed: nothing is taken meanwhile, and all can see it [QU-10]', async () => {
    expect((await act('ingest', 'pause')).status).toBe(204);
    expect((await act('ingest', 'pause')).status).toBe(204);
    await handIn('The first word.', 'The second word.');
    await eventually(async () => expect(await ingestQueue()).toMatchObject({ waiting: 2, paused: true }));
    const { body } = await app.http<{ queues: object }>('GET', '/system/status', { headers: operator });
    expect(body.queues).toMatchObject({
      ingest: { paused: true, waiting: 2 },
      email: { paused: false },
    });
    expect((await act('ingest', 'resume')).status).toBe(204);
    await eventually(async () => expect(await ingestQueue()).toMatchObject({ waiting: 0, paused: false }));
    await eventually(async () => {
      const documents = await app.http<{ data: { status: string }[] }>('GET', '/knowledge/documents', {
        token: ada.token,
      });
      expect(documents.body.data.map(({ status }) => status)).toEqual(['ready', 'ready']);
    }, 10_000);
  });

  it('tell how long the job has waited that has waited longest, whatever its priority', async () => {
    await act('ingest', 'pause');
    const job = (secondsAgo: number, priority: number) => {
      const timestamp = Date.now() - secondsAgo * 1_000;
      return queue().add('none', {}, { timestamp, priority });
    };
    await job(10, 1);
    await job(5_000, 5);
    await job(50, 5);
    await job(100, 10);
    expect((await ingestQueue()).oldestWaitingSeconds).toBeGreaterThanOrEqual(5_000);
    await job(9_000, 0);
    await job(20, 0);
    const { oldestWaitingSeconds, waiting } = await ingestQueue();
    expect(oldestWaitingSeconds).toBeGreaterThanOrEqual(9_000);
    expect(waiting).toBe(6);
    await queue().drain();
    expect(await ingestQueue()).toMatchObject({ waiting: 0, oldestWaitingSeconds: null });
    await act('ingest', 'resume');
  });

  it('remember as many jobs that are done as is configured, and no more [KN-31 QU-13]', async () => {
    for (const title of ['One', 'Two']) {
      await ingest(app, ada.token, [{ title, content: `Something else, and that is ${title}.` }]);
      await eventually(async () => expect(await ingestQueue()).toMatchObject({ completed: 1, active: 0 }));
    }
  });

  it('say so when there is no such queue, and are for operators only', async () => {
    expect((await act('nonsense', 'pause')).status).toBe(404);
    expect((await act('nonsense', 'resume')).status).toBe(404);
    const asOwner = [
      await app.http('GET', '/admin/queues', { token: ada.token }),
      await app.http('POST', '/admin/queues/ingest/pause', { token: ada.token }),
    ];
    expect(asOwner.map(({ status }) => status)).toEqual([403, 403]);
    expect((await ingestQueue()).paused).toBe(false);
  });

  it('that were paused or resumed are in the platform’s log', async () => {
    await act('email', 'pause');
    await act('email', 'resume');
    const { body } = await app.http<{ data: { action: string; subjectId: string }[] }>(
      'GET',
      '/admin/audit-log?limit=2',
      { headers: operator },
    );
    expect(body.data.map(({ action, subjectId }) => [action, subjectId])).toEqual([
      ['operations.queue_resumed', 'email'],
      ['operations.queue_paused', 'email'],
    ]);
  });
});

describe('The queues while their store is away', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
  });
  afterAll(() => app.stop());

  it('cannot be seen or paused, and nobody is kept waiting for it', async () => {
    const headers = { 'X-API-Key': app.runtime.adminKey };
    const answers = [
      await app.http('GET', '/admin/queues', { headers }),
      await app.http('POST', '/admin/queues/ingest/pause', { headers }),
    ];
    for (const { status, body } of answers) {
      expect([status, body.code]).toEqual([503, 'queues_unavailable']);
    }
  });
});
