import { signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { type FakeOpenAi, startFakeOpenAi } from '../support/fake-openai/fake-openai';

interface Shown {
  readonly id: string;
  readonly status: string;
  readonly fromModel: string;
  readonly toModel: string;
  readonly flip: string;
  readonly report: { readonly questions: number } | null;
}

const PATH = '/admin/knowledge/reindex';
const LOCAL = 'local-lexical-384';
const NOBODYS = '01938f3a-0000-7000-8000-0000000000ff';

describe('re-indexing over HTTP', () => {
  let openAi: FakeOpenAi;
  let app: TestApp;
  let owner: { token: string; workspaceId: string };

  beforeAll(async () => {
    openAi = await startFakeOpenAi();
    app = await startTestApp({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: openAi.baseUrl });
    owner = await signUp(app, 'mover');
  });
  afterAll(async () => {
    await app.stop();
    await openAi.stop();
  });

  const asAdmin = <B = Record<string, unknown>>(method: string, path: string, body?: object) =>
    app.http<B>(method, path, { headers: { 'x-api-key': app.runtime.adminKey }, body });
  const start = (more: object = {}) =>
    asAdmin<{ reindexingId: string; code?: string }>('POST', PATH, {
      workspaceId: owner.workspaceId,
      model: LOCAL,
      ...more,
    });
  const at = (id: string) => `${PATH}/${id}?workspaceId=${owner.workspaceId}`;
  const reaches = (id: string, status: string) =>
    eventually(async () => {
      const { body } = await asAdmin<Shown>('GET', at(id));
      expect(body.status).toBe(status);
      return body;
    }, 20_000);
  const settings = async () =>
    (await app.http<{ embeddingModel: string }>('GET', '/knowledge/settings', { token: owner.token })).body;

  it('moves a workspace when an operator says so, flips on request, and shows its owner how it went [KN-16]', async () => {
    await app.http('POST', '/agents/customer-service/ingest', {
      token: owner.token,
      body: { documents: [{ title: 'Hours', content: 'The harbour office opens at nine.' }] },
    });
    await eventually(async () => {
      const { body } = await app.http<{ data: { status: string }[] }>('GET', '/knowledge/documents', {
        token: owner.token,
      });
      expect(body.data.map(({ status }) => status)).toEqual(['ready']);
    }, 20_000);
    const { status, body } = await start({ flip: 'manual' });
    expect(status).toBe(202);
    const ready = await reaches(body.reindexingId, 'ready');
    expect(ready).toMatchObject({ fromModel: 'text-embedding-3-small', toModel: LOCAL, flip: 'manual' });
    expect(ready.report).toMatchObject({ questions: 1, comparedChunks: 1, foundByNew: 1 });
    expect(await settings()).toMatchObject({ embeddingModel: 'text-embedding-3-small' });
    expect((await start()).body.code).toBe('reindexing_open');
    const flip = await asAdmin('POST', `${PATH}/${body.reindexingId}/flip`, {
      workspaceId: owner.workspaceId,
    });
    expect(flip.status).toBe(202);
    await reaches(body.reindexingId, 'flipped');
    expect(await settings()).toMatchObject({ embeddingModel: LOCAL });
    const { body: seen } = await app.http<{ data: Shown[] }>('GET', '/knowledge/reindexings', {
      token: owner.token,
    });
    expect(seen.data.map(({ id }) => id)).toEqual([body.reindexingId]);
    const { body: listed } = await asAdmin<{ data: Shown[] }>(
      'GET',
      `${PATH}?workspaceId=${owner.workspaceId}`,
    );
    expect(listed.data).toEqual(seen.data);
  });

  it('says what is wrong with a request, and closes what is over', async () => {
    const unknown = await start({ model: 'no-such-model' });
    expect(unknown).toMatchObject({ status: 400, body: { code: 'unknown_embedding_model' } });
    expect(JSON.stringify(unknown.body)).toContain(LOCAL);
    expect((await start({ workspaceId: NOBODYS })).status).toBe(404);
    expect((await start({ flip: 'perhaps' })).status).toBe(400);
    expect((await asAdmin('GET', at(NOBODYS))).status).toBe(404);
    expect((await asAdmin('GET', PATH)).status).toBe(400);
    const { body } = await start();
    await reaches(body.reindexingId, 'flipped');
    const cancelled = await asAdmin('DELETE', at(body.reindexingId));
    expect(cancelled).toMatchObject({ status: 409, body: { code: 'reindexing_closed' } });
  });
});
