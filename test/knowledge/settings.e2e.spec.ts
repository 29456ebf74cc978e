import { signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';

describe('how a workspace wants its knowledge treated', () => {
  let app: TestApp;
  let token: string;

  beforeAll(async () => {
    app = await startTestApp({ QUOTA_DOCUMENTS: '12' });
    token = (await signUp(app, 'settings')).token;
  });
  afterAll(() => app.stop());

  const ingest = (documents: object[]) =>
    app.http<{ code?: string; detail?: string; ingestionId: string }>(
      'POST',
      '/agents/customer-service/ingest',
      { token, body: { documents } },
    );

  it('has defaults, and holds what an owner changes for what follows [KN-23]', async () => {
    const { body: before } = await app.http('GET', '/knowledge/settings', { token });
    expect(before).toEqual({
      chunking: { strategy: 'structure', maxTokens: 300, overlapTokens: 0 },
      retrieval: { limit: 5, threshold: null, mode: 'hybrid' },
      embeddingModel: 'local-lexical-384',
    });
    const change = {
      chunking: { strategy: 'fixed', maxTokens: 20, overlapTokens: 5 },
      retrieval: { limit: 1 },
    };
    const { status, body } = await app.http('PATCH', '/knowledge/settings', { token, body: change });
    expect(status).toBe(200);
    expect(body).toMatchObject({ chunking: change.chunking, retrieval: { limit: 1, mode: 'hybrid' } });
  });

  it('cuts a document as the workspace has it, unless the request says otherwise [KN-08]', async () => {
    const content = Array.from({ length: 60 }, (_, i) => `word${i}`).join(' ');
    await ingest([{ title: 'Short pieces', content }]);
    const { body: page } = await app.http<{ data: { id: string; chunkCount: number }[] }>(
      'GET',
      '/knowledge/documents',
      { token },
    );
    const chunksOf = (id: string) =>
      eventually(async () => {
        const { body } = await app.http<{ data: { tokens: number }[] }>(
          'GET',
          `/knowledge/documents/${id}/chunks`,
          { token },
        );
        expect(body.data.length).toBeGreaterThan(0);
        return body.data;
      });
    const chunks = await chunksOf(page.data[0]!.id);
    expect(chunks.length).toBeGreaterThan(3);
    expect(Math.max(...chunks.map(({ tokens }) => tokens))).toBeLessThanOrEqual(20);
  });

  it('refuses what makes no sense and changes nothing', async () => {
    for (const body of [
      { retrieval: { limit: 0 } },
      { chunking: { strategy: 'none' } },
      { embeddingModel: 'x' },
    ]) {
      expect((await app.http('PATCH', '/knowledge/settings', { token, body })).status).toBe(400);
    }
    const { body } = await app.http('GET', '/knowledge/settings', { token });
    expect(body).toMatchObject({ retrieval: { limit: 1 } });
  });

  it('lets exactly one of fifty documents in where one place is left [L5 2.3.4]', async () => {
    const { token: busy } = await signUp(app, 'quota');
    const one = (content: string) =>
      app.http<{ code?: string; detail?: string }>('POST', '/agents/customer-service/ingest', {
        token: busy,
        body: { documents: [{ title: 'T', content }] },
      });
    for (let i = 0; i < 11; i++) await one(`document ${i}`);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => one(`the last place ${i}`)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(1);
    expect(statuses.filter((status) => status !== 202 && status !== 402 && status !== 409)).toEqual([]);
    const refused = await one('one too many');
    expect(refused).toMatchObject({ status: 402, body: { code: 'quota_exceeded' } });
    expect(refused.body.detail).toContain('12 documents');
  });
});
