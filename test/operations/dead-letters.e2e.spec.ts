import { ingest, signUp, type Account } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { failWith } from '../support/fake-openai/behaviours';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';

interface Letter {
  readonly id: string;
  readonly queue: string;
  readonly workspaceId: string;
  readonly error: string;
}

describe('dead letters', () => {
  let openAi: FakeOpenAi;
  let app: TestApp;
  let ada: Account;
  let operator: Record<string, string>;

  beforeAll(async () => {
    openAi = await startFakeOpenAi();
    app = await startTestApp({
      OPENAI_API_KEY: 'sk-test',
      OPENAI_BASE_URL: openAi.baseUrl,
      QUEUE_ATTEMPTS: '2',
      QUEUE_BACKOFF_MS: '10',
    });
    operator = { 'X-API-Key': app.runtime.adminKey };
    ada = await signUp(app, 'ada');
  });
  afterAll(async () => {
    await app.stop();
    await openAi.stop();
  });

  const letters = async () =>
    (await app.http<{ data: Letter[] }>('GET', '/admin/dlq', { headers: operator })).body.data;

  it('QU-03 QU-04 KN-30 shows what failed for good, and retries it once however often it is asked to', async () => {
    openAi.embeddingsByDefault(failWith(400));
    expect(
      await ingest(app, ada.token, [{ title: 'Doomed', content: 'Nobody will embed this.' }]),
    ).toMatchObject({
      failed: 1,
    });
    const [letter] = await letters();
    expect(letter).toMatchObject({ queue: 'ingest', workspaceId: ada.workspaceId, source: 'queue' });
    const { body: stats } = await app.http('GET', '/admin/dlq/stats', { headers: operator });
    expect(stats).toMatchObject({ open: 1, queues: [{ queue: 'ingest', open: 1 }] });

    openAi.reset();
    const retry = () => app.http('POST', `/admin/dlq/${letter!.id}/retry`, { headers: operator });
    const statuses = (await Promise.all([retry(), retry(), retry()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([204, 404, 404]);
    await eventually(async () => {
      const { body } = await app.http<{ data: { status: string }[] }>('GET', '/knowledge/documents', {
        token: ada.token,
      });
      expect(body.data.map(({ status }) => status)).toEqual(['ready']);
    }, 10_000);
    expect(await letters()).toEqual([]);
  });

  it('are discarded for good', async () => {
    openAi.embeddingsByDefault(failWith(400));
    await ingest(app, ada.token, [{ title: 'Hopeless', content: 'Nor will anybody embed that.' }]);
    const [letter] = await letters();
    const discard = () => app.http('DELETE', `/admin/dlq/${letter!.id}`, { headers: operator });
    expect([(await discard()).status, (await discard()).status]).toEqual([204, 404]);
    expect(await letters()).toEqual([]);
  });

  it('are for operators only', async () => {
    expect((await app.http('GET', '/admin/dlq', { token: ada.token })).status).toBe(403);
    expect((await app.http('GET', '/admin/dlq')).status).toBe(401);
  });
});
