import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';

interface Hits {
  hits: { documentId: string; title: string; url: string; text: string; score: number }[];
  legs: object;
}

describe('knowledge over HTTP', () => {
  let app: TestApp;
  let token: string;

  beforeAll(async () => {
    app = await startTestApp();
    token = await onboard('ada');
  });
  afterAll(() => app.stop());

  async function onboard(name: string): Promise<string> {
    const { body } = await app.http<{ accessToken: string }>('POST', '/auth/onboarding', {
      body: {
        email: `${name}@example.com`,
        password: 'Correct-Horse-Battery-9',
        name,
        workspaceName: `${name} Ltd`,
      },
    });
    return body.accessToken;
  }

  async function ingest(documents: object[], headers: Record<string, string> = {}) {
    const request = { token, body: { documents }, headers };
    return app.http<{ ok: boolean; ingestionId: string; skipped: number }>(
      'POST',
      '/agents/customer-service/ingest',
      request,
    );
  }

  const search = async (query: string, as = token) =>
    (await app.http<Hits>('POST', '/knowledge/search', { token: as, body: { query } })).body;

  const completed = (ingestionId: string) =>
    eventually(async () => {
      const { body } = await app.http('GET', `/knowledge/ingestions/${ingestionId}`, { token });
      expect(body).toMatchObject({ status: 'completed', progress: 1 });
      return body;
    });

  it('KN-01 takes documents in and finds them, with their source', async () => {
    const url = 'https://example.com/lanterns';
    const { status, body } = await ingest([
      { title: 'Lantern guide', content: '# Batteries\n\nThe lantern takes two button cells.', url },
    ]);
    expect(status).toBe(202);
    expect(body).toMatchObject({ ok: true, skipped: 0 });
    await completed(body.ingestionId);
    const { hits, legs } = await search('Which cells does the lantern take?');
    expect(hits[0]).toMatchObject({ title: 'Lantern guide', url });
    expect(hits[0]!.text).toContain('two button cells');
    expect(legs).toEqual({ keyword: 'ran', vector: 'ran', engine: 'postgres' });
  });

  it('KN-11 skips what it has already', async () => {
    const documents = [{ title: 'Twice', content: 'The same text twice.' }];
    await completed((await ingest(documents)).body.ingestionId);
    const again = await ingest(documents);
    expect(again.body).toMatchObject({ skipped: 1 });
    expect(await completed(again.body.ingestionId)).toMatchObject({ total: 1, processed: 0, skipped: 1 });
  });

  it('answers one ingestion to every request with the same idempotency key', async () => {
    const documents = [{ title: 'Once', content: 'Handed in by an impatient client.' }];
    const headers = { 'idempotency-key': 'impatient-1' };
    const first = await ingest(documents, headers);
    const second = await ingest(documents, headers);
    expect(second.body).toEqual(first.body);
  });

  it('shows documents and their chunks, and deletes them', async () => {
    const { body } = await ingest([{ title: 'Short-lived', content: 'Soon there will be no quagga here.' }]);
    await completed(body.ingestionId);
    const { hits } = await search('quagga');
    const path = `/knowledge/documents/${hits[0]!.documentId}`;
    const document = await app.http('GET', path, { token });
    expect(document.body).toMatchObject({ status: 'ready', version: 1, chunkCount: 1, title: 'Short-lived' });
    const chunks = await app.http<{ data: { text: string }[] }>('GET', `${path}/chunks`, { token });
    expect(chunks.body.data.map(({ text }) => text)).toEqual(['Soon there will be no quagga here.']);

    expect((await app.http('DELETE', path, { token })).status).toBe(204);
    expect((await search('quagga')).hits.filter(({ title }) => title === 'Short-lived')).toEqual([]);
    for (const gone of [path, `${path}/chunks`])
      expect((await app.http('GET', gone, { token })).status).toBe(404);
    expect((await app.http('DELETE', path, { token })).status).toBe(404);
  });

  it('lists documents page by page, newest first, each once', async () => {
    const documents = Array.from({ length: 5 }, (_, i) => ({
      title: `Page ${i}`,
      content: `Content of page ${i}.`,
    }));
    await completed((await ingest(documents)).body.ingestionId);
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const path: string = `/knowledge/documents?limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await app.http<{ data: { id: string }[]; nextCursor: string | null }>('GET', path, {
        token,
      });
      ids.push(...body.data.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    expect(ids.length).toBeGreaterThanOrEqual(5);
  });

  it('shows a document with what was said of it, by whom and when [KN-04]', async () => {
    const metadata = { shelf: 7 };
    const { body } = await ingest([
      { title: 'Atlas', content: 'Maps of the north.', metadata, externalId: 'a-7' },
    ]);
    await completed(body.ingestionId);
    const { body: page } = await app.http<{ data: { id: string; title: string }[] }>(
      'GET',
      '/knowledge/documents',
      { token },
    );
    const atlas = page.data.find(({ title }) => title === 'Atlas')!;
    const { body: document } = await app.http('GET', `/knowledge/documents/${atlas.id}`, { token });
    expect(document).toMatchObject({
      title: 'Atlas',
      content: 'Maps of the north.',
      metadata,
      externalId: 'a-7',
      status: 'ready',
    });
    expect(Date.parse(document.createdAt as string)).toBeGreaterThan(Date.now() - 60_000);
    expect(document.createdBy).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('refuses what it does not understand, and says where', async () => {
    const wrong: [object, string][] = [
      [{ documents: [] }, 'documents'],
      [{ documents: [{ title: 'No content' }] }, 'documents[0].content'],
      [{ documents: [{ title: 'T', content: 'C', url: 'javascript:alert(1)' }] }, 'documents[0].url'],
      [{ documents: [{ title: 'T', content: 'C' }], webhookUrl: 'ftp://example.com' }, 'webhookUrl'],
    ];
    for (const [body, path] of wrong) {
      const answer = await app.http<{ errors: { path: string }[] }>(
        'POST',
        '/agents/customer-service/ingest',
        {
          token,
          body,
        },
      );
      expect(answer.status).toBe(400);
      expect(answer.body.errors.map((error) => error.path)).toContain(path);
    }
    const filter = { 'a b': 1, nested: { $gt: 1 } };
    const searched = await app.http('POST', '/knowledge/search', { token, body: { query: 'x', filter } });
    expect(searched.status).toBe(400);
  });

  it('shows nothing to another workspace [TE-26]', async () => {
    const { body } = await ingest([{ title: 'Private', content: 'The vault code is tangerine.' }]);
    await completed(body.ingestionId);
    const { documentId } = (await search('tangerine')).hits[0]!;
    const stranger = await onboard('mallory');
    expect((await search('vault code tangerine', stranger)).hits).toEqual([]);
    for (const path of [`/knowledge/documents/${documentId}`, `/knowledge/ingestions/${body.ingestionId}`]) {
      expect((await app.http('GET', path, { token: stranger })).status).toBe(404);
    }
  });
});
