import { ingest, signUp, type Account } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';
import { FakeQdrant } from '../support/fake-qdrant/fake-qdrant';
import { upload } from './upload';

interface Found {
  readonly hits: readonly { readonly text: string }[];
  readonly legs: { readonly vector: string; readonly engine: string };
}

describe('the life of a document with Qdrant', () => {
  let qdrant: FakeQdrant;
  let app: TestApp;
  let ada: Account;

  beforeAll(async () => {
    qdrant = await FakeQdrant.start();
    app = await startTestApp({ QDRANT_URL: qdrant.url, QUEUE_BACKOFF_MS: '50' });
    ada = await signUp(app, 'ada');
  });
  afterAll(async () => {
    await app.stop();
    await qdrant.stop();
  });

  const points = () =>
    [...qdrant.collections.values()].flatMap((collection) => [...collection.points.values()]);
  const pointsOf = (documentId: string) =>
    points().filter(({ payload }) => payload.document_id === documentId);
  const search = async (query: string) => {
    const body = { query, mode: 'vector' };
    return (await app.http<Found>('POST', '/knowledge/search', { token: ada.token, body })).body;
  };
  const hand = async (bytes: string, path: readonly [string, string] = ['POST', '/knowledge/documents']) => {
    const { body } = await upload(app, ada.token, { bytes }, path);
    return body.documentId;
  };
  const isReady = (documentId: string, version: number) =>
    eventually(async () => {
      const { body } = await app.http('GET', `/knowledge/documents/${documentId}`, { token: ada.token });
      expect(body).toMatchObject({ status: 'ready', version });
    }, 10_000);

  it('is stored, published, and only then found [KN-02 KN-17 TE-14]', async () => {
    const documentId = await hand('The bridge carries four trams.');
    await isReady(documentId, 1);
    expect(pointsOf(documentId)).toHaveLength(1);
    expect(pointsOf(documentId)[0]!.payload).toMatchObject({ workspace_id: ada.workspaceId, version: 1 });
    const found = await search('How many trams does the bridge carry?');
    expect(found.legs).toMatchObject({ vector: 'ran', engine: 'qdrant' });
    expect(found.hits[0]!.text).toContain('four trams');
  });

  it('waits while Qdrant is away, and is published once when it is back [KN-03 Q6]', async () => {
    qdrant.mood = 'failing';
    const documentId = await hand('The ferry leaves at noon.');
    await eventually(async () => {
      const { body } = await app.http('GET', `/knowledge/documents/${documentId}/diagnosis`, {
        token: ada.token,
      });
      expect(body).toMatchObject({ status: 'processing', lastError: { code: 'vector_index_unavailable' } });
    }, 10_000);
    expect(pointsOf(documentId)).toEqual([]);
    qdrant.mood = 'well';
    await isReady(documentId, 1);
    expect(pointsOf(documentId)).toHaveLength(1);
  });

  it('has the points of its newest version alone, and none once it is deleted [KN-21 I4]', async () => {
    const documentId = await hand('The lift is out of order.');
    await isReady(documentId, 1);
    await hand('The lift works again.', ['PUT', `/knowledge/documents/${documentId}`]);
    await isReady(documentId, 2);
    await eventually(() => expect(pointsOf(documentId).map(({ payload }) => payload.version)).toEqual([2]));
    await app.http('DELETE', `/knowledge/documents/${documentId}`, { token: ada.token });
    await eventually(() => expect(pointsOf(documentId)).toEqual([]));
  });

  it('is shown to other readers as soon as its access list says so', async () => {
    const documentId = await hand('The vault has two keys.');
    await isReady(documentId, 1);
    const path = `/knowledge/documents/${documentId}`;
    await app.http('PATCH', path, { token: ada.token, body: { access: ['role:member'] } });
    await eventually(() => expect(pointsOf(documentId)[0]!.payload.access).toEqual(['role:member']));
  });

  it('leaves no trace of another workspace in an answer [T2 TE-13]', async () => {
    const bob = await signUp(app, 'bob');
    await ingest(app, bob.token, [{ title: 'Secret', content: 'The bridge carries a secret tram.' }]);
    const { hits } = await search('How many trams does the bridge carry?');
    expect(hits.map(({ text }) => text).join()).not.toContain('secret');
  });
});
