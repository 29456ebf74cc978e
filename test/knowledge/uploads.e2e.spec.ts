import { createHash } from 'node:crypto';
import { signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { upload } from './upload';

interface DocumentBody {
  readonly title: string;
  readonly status: string;
  readonly version: number;
  readonly content: string;
  readonly error: { code: string } | null;
}

describe('handing files in over HTTP', () => {
  let app: TestApp;
  let token: string;
  let stranger: string;

  beforeAll(async () => {
    app = await startTestApp({ BODY_LIMIT_BYTES: '200000' });
    token = (await signUp(app, 'files')).token;
    stranger = (await signUp(app, 'other')).token;
  });
  afterAll(() => app.stop());

  const get = (id: string, as = token) =>
    app.http<DocumentBody>('GET', `/knowledge/documents/${id}`, { token: as });
  const settled = (id: string) =>
    eventually(async () => {
      const { body } = await get(id);
      if (body.status !== 'ready' && body.status !== 'failed') throw new Error(`Still ${body.status}`);
      return body;
    }, 20_000);
  const textsFound = async (query: string, as = token) => {
    const { body } = await app.http<{ hits: { text: string }[] }>('POST', '/knowledge/search', {
      token: as,
      body: { query },
    });
    return body.hits.map(({ text }) => text);
  };

  it('takes a file, names it and finds what is in it [KN-01 KN-05]', async () => {
    const { status, body } = await upload(app, token, {
      bytes: '# Kettles\n\nThe kettle whistles at boiling point.',
      name: 'kettle guide.md',
      type: 'text/markdown',
    });
    expect(status).toBe(202);
    expect(body).toMatchObject({ ok: true, duplicate: false });
    expect(await settled(body.documentId)).toMatchObject({
      status: 'ready',
      title: 'kettle guide',
      version: 1,
    });
    expect((await textsFound('When does the kettle whistle?'))[0]).toContain('whistles at boiling point');
    expect(await textsFound('When does the kettle whistle?', stranger)).toEqual([]);
  });

  it('knows a file by its content, whatever it is called [KN-11]', async () => {
    const bytes = 'The very same words in two files.';
    const first = await upload(app, token, { bytes, name: 'one.txt' });
    const second = await upload(app, token, { bytes, name: 'two.txt' });
    expect(second.body).toMatchObject({ documentId: first.body.documentId, duplicate: true });
  });

  it('answers a repeated request with the same document, and another file under its key with 422', async () => {
    const headers = { 'idempotency-key': 'upload-1' };
    const answers = [];
    for (let i = 0; i < 2; i++) answers.push(await upload(app, token, { bytes: 'Sent twice.', headers }));
    expect(answers[1]!.body).toEqual(answers[0]!.body);
    expect(answers[1]!.headers.get('idempotency-replayed')).toBe('true');
    const other = await upload(app, token, { bytes: 'Another file.', headers });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('takes fields beside the file as it takes them in JSON', async () => {
    const { body } = await upload(app, token, {
      bytes: 'Only owners read of the merger.',
      fields: {
        title: 'Merger',
        metadata: '{"team":"board"}',
        access: '["role:owner"]',
        chunking: '{"strategy":"paragraph"}',
        priority: 'urgent',
      },
    });
    await settled(body.documentId);
    expect((await get(body.documentId)).body).toMatchObject({ title: 'Merger', metadata: { team: 'board' } });
  });

  it.each([
    ['no file and no address', {}, 'file'],
    ['an empty file', { bytes: '' }, 'file'],
    ['a field that is none', { bytes: 'text', fields: { role: 'owner' } }, 'role'],
    ['metadata that is no JSON', { bytes: 'text', fields: { metadata: '{' } }, 'metadata'],
    ['a reader that is none', { bytes: 'text', fields: { access: '["everybody"]' } }, 'access'],
  ])('refuses %s, and says where [A5]', async (_, form, path) => {
    const { status, body } = await upload(app, token, form);
    expect(status).toBe(400);
    expect(body.errors!.map((error) => error.path)).toContain(path);
  });

  it('refuses a file that is too large [U1]', async () => {
    const { status } = await upload(app, token, { bytes: 'x'.repeat(250_000) });
    expect(status).toBe(413);
  });

  it('refuses a form on every route that takes none [415]', async () => {
    const { status } = await upload(app, token, { bytes: 'text' }, ['POST', '/knowledge/search']);
    expect(status).toBe(415);
  });

  it('hands a file back as it was, and never to be shown by a browser [KN-38]', async () => {
    const bytes = '<script>alert(1)</script> in a file';
    const { body } = await upload(app, token, { bytes, name: 'späße "1".txt' });
    const path = `/api/v1/knowledge/documents/${body.documentId}/file`;
    const answer = await fetch(`${app.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    const digest = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');
    expect(digest(Buffer.from(await answer.arrayBuffer()))).toBe(digest(bytes));
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[^"\\]+"; filename\*=UTF-8''sp%C3%A4/,
    );
    const foreign = await fetch(`${app.url}${path}`, { headers: { authorization: `Bearer ${stranger}` } });
    expect(foreign.status).toBe(404);
  });

  it('makes a new version of a document, and finds the one before until it is ready [KN-20 KN-21]', async () => {
    const { body } = await upload(app, token, { bytes: 'The gate opens at seven.', name: 'gate.txt' });
    await settled(body.documentId);
    const route = ['PUT', `/knowledge/documents/${body.documentId}`] as const;
    const revised = await upload(app, token, { bytes: 'The gate opens at nine.', name: 'gate.txt' }, route);
    expect(revised).toMatchObject({ status: 202, body: { ok: true, version: 2 } });
    await eventually(async () =>
      expect(await textsFound('When does the gate open?')).toContain('The gate opens at nine.'),
    );
    expect(await textsFound('When does the gate open?')).not.toContain('The gate opens at seven.');
    expect(await settled(body.documentId)).toMatchObject({ version: 2, content: 'The gate opens at nine.' });
  });

  it('refuses a version that another document is already [KN-11]', async () => {
    const taken = await upload(app, token, { bytes: 'Taken already.' });
    const free = await upload(app, token, { bytes: 'Free as yet.' });
    await Promise.all([taken, free].map(({ body }) => settled(body.documentId)));
    const route = ['PUT', `/knowledge/documents/${free.body.documentId}`] as const;
    const { status, body } = await upload(app, token, { bytes: 'Taken already.' }, route);
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'duplicate_content' });
    expect(await settled(free.body.documentId)).toMatchObject({ version: 1, content: 'Free as yet.' });
  });

  it('says in plain words what a document does, or died of', async () => {
    const { body } = await upload(app, token, { bytes: '   \n \n ', name: 'blank.txt' });
    await settled(body.documentId);
    const { body: diagnosis } = await app.http<{ explanation: string }>(
      'GET',
      `/knowledge/documents/${body.documentId}/diagnosis`,
      { token },
    );
    expect(diagnosis).toMatchObject({ status: 'failed', stage: 'failed', canBeRetried: true });
    expect(diagnosis.explanation).toMatch(/^It failed after one attempt: .*no text/);
    const foreign = await app.http('GET', `/knowledge/documents/${body.documentId}/diagnosis`, {
      token: stranger,
    });
    expect(foreign.status).toBe(404);
  });

  it('forgets a deleted document: its text, its file, its vectors', async () => {
    const { body } = await upload(app, token, { bytes: 'A secret recipe.', name: 'recipe.txt' });
    await settled(body.documentId);
    await app.http('DELETE', `/knowledge/documents/${body.documentId}`, { token });
    expect((await get(body.documentId)).status).toBe(404);
    expect(await textsFound('secret recipe')).not.toContain('A secret recipe.');
    const file = await app.http('GET', `/knowledge/documents/${body.documentId}/file`, { token });
    expect(file.status).toBe(404);
  });
});
