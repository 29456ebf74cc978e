import { register } from 'prom-client';
import { type VectorIndex } from '../../src/contexts/knowledge/domain/vector-index';
import { uuidv7 } from '../../src/kernel/ids';
import { FakeQdrant } from '../support/fake-qdrant/fake-qdrant';
import { type PlatformWithVectors, startPlatformWithVectors } from './start-vector-index';
import { chunkIdsOf, documentWith, EVERYTHING, unit } from './vectors';

const KEY = 'a key of the fake';
const X = unit(1, 0, 0, 0);
const UNAVAILABLE = { kind: 'unavailable', code: 'vector_index_unavailable' };

describe('vectors in Qdrant', () => {
  let qdrant: FakeQdrant;
  let platform: PlatformWithVectors;
  let index: VectorIndex;
  let workspaceId: string;
  let collection: string;

  beforeAll(async () => {
    qdrant = await FakeQdrant.start({ apiKey: KEY });
    platform = await startPlatformWithVectors({
      QDRANT_HOST: '127.0.0.1',
      QDRANT_PORT: new URL(qdrant.url).port,
      QDRANT_API_KEY: KEY,
      QDRANT_TIMEOUT_MS: '2500',
    });
    index = platform.index;
  });
  beforeEach(() => {
    qdrant.reset();
    workspaceId = uuidv7();
    collection = `workspace_${workspaceId}_small-4`;
  });
  afterAll(async () => {
    await platform.stop();
    await qdrant.stop();
  });

  const search = (bounds = {}) =>
    index.search(workspaceId, () => Promise.resolve(X), { ...EVERYTHING, ...bounds });

  it('are reached by host, port and key, and every request carries the key [KN-40]', async () => {
    await index.publish(workspaceId, documentWith([X]));
    expect(await search()).toHaveLength(1);
    expect(new Set(qdrant.requests.map(({ headers }) => headers['api-key']))).toEqual(new Set([KEY]));
  });

  it('lie in a collection of the workspace’s own, made for the model [KN-17 TE-14 KN-37]', async () => {
    expect(await index.prepare(workspaceId, 'small-4')).toBe(true);
    expect(await index.prepare(workspaceId, 'small-4')).toBe(false);
    expect([...qdrant.collections.keys()]).toEqual([collection]);
    expect(qdrant.collections.get(collection)!.created).toEqual({ vectors: { size: 4, distance: 'Cosine' } });
  });

  it('are indexed by workspace as by tenant, and by all that filters ask for [TE-13 T2]', async () => {
    await index.prepare(workspaceId, 'small-4');
    expect(Object.fromEntries(qdrant.collections.get(collection)!.indexes)).toEqual({
      workspace_id: { type: 'keyword', is_tenant: true },
      document_id: { type: 'keyword' },
      version: { type: 'integer' },
      access: { type: 'keyword' },
    });
  });

  it('get indexes that a crash has left out, and one collection when many ask at once [KN-37]', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => index.prepare(workspaceId, 'small-4')));
    expect(made.filter(Boolean)).toHaveLength(1);
    const { indexes } = qdrant.collections.get(collection)!;
    indexes.delete('access');
    expect(await index.prepare(workspaceId, 'small-4')).toBe(false);
    expect([...indexes.keys()]).toContain('access');
  });

  it('are asked for, moved and removed with the workspace named in every filter [TE-13]', async () => {
    const vectors = documentWith([X], { version: 3 });
    await index.publish(workspaceId, vectors);
    await search({ readers: ['sales'], documentIds: new Set([vectors.documentId]) });
    await index.withdraw(workspaceId, vectors.documentId, 3);
    await index.withdraw(workspaceId, vectors.documentId);
    const filtered = [...qdrant.requestsTo('/points/query'), ...qdrant.requestsTo('/points/delete')];
    expect(filtered.length).toBeGreaterThanOrEqual(3);
    for (const { body } of filtered) {
      const { must } = body.filter as { must: unknown[] };
      expect(must[0]).toEqual({ key: 'workspace_id', match: { value: workspaceId } });
    }
    expect(qdrant.requestsTo('/points/query')[0]!.body).toMatchObject({
      with_payload: ['workspace_id', 'document_id'],
    });
  });

  it('carry the version of their document, and no word of it [KN-21]', async () => {
    const vectors = documentWith([X], { version: 7, access: ['sales'] });
    await index.publish(workspaceId, vectors);
    expect([...qdrant.collections.get(collection)!.points.values()]).toEqual([
      {
        id: chunkIdsOf(vectors)[0],
        vector: [1, 0, 0, 0],
        payload: {
          workspace_id: workspaceId,
          document_id: vectors.documentId,
          version: 7,
          access: ['sales'],
        },
      },
    ]);
  });

  it('stay beside the earlier version until that is withdrawn [KN-21]', async () => {
    const old = documentWith([X]);
    const { documentId } = old;
    const changed = documentWith([X], { documentId, version: 2 });
    await index.publish(workspaceId, old);
    await index.publish(workspaceId, changed);
    expect((await search()).map(({ chunkId }) => chunkId).sort()).toEqual(
      [...chunkIdsOf(old), ...chunkIdsOf(changed)].sort(),
    );
    await index.withdraw(workspaceId, documentId, 2);
    expect((await search()).map(({ chunkId }) => chunkId)).toEqual(chunkIdsOf(changed));
  });

  it('are sent in batches that are waited for', async () => {
    await index.publish(workspaceId, documentWith(Array.from({ length: 600 }, () => X)));
    const taken = qdrant.requestsTo('/points').filter(({ body }) => body.points);
    expect(taken.slice(1).map(({ body }) => (body.points as unknown[]).length)).toEqual([256, 256, 88]);
    expect(new Set(taken.map((request) => request.search.get('wait')))).toEqual(new Set(['true']));
  });

  it('of another workspace are dropped and counted, whatever the server does with the filter [T2]', async () => {
    const vectors = documentWith([X, X]);
    await index.publish(workspaceId, vectors);
    const { points } = qdrant.collections.get(collection)!;
    const [ownId, foreignId] = chunkIdsOf(vectors) as [string, string];
    const counted = async () =>
      (await register.getSingleMetric('knowledge_foreign_points_total')!.get()).values[0]!.value;
    const before = await counted();
    jest.spyOn(qdrant.collections.get(collection)!, 'query').mockReturnValue([
      { ...points.get(foreignId)!, version: 0, score: 1, payload: { workspace_id: uuidv7() } },
      { ...points.get(ownId)!, version: 0, score: 0.9 },
      { id: uuidv7(), version: 0, score: 0.8 },
    ]);
    expect((await search()).map(({ chunkId }) => chunkId)).toEqual([ownId]);
    expect((await counted()) - before).toBe(2);
  });

  it('are looked through more deeply where a list of documents is too long to be sent', async () => {
    const wanted = documentWith([unit(1, 1, 0, 0)]);
    await index.publish(workspaceId, documentWith([X, X]));
    await index.publish(workspaceId, wanted);
    const others = Array.from({ length: 10_000 }, () => uuidv7());
    const found = await search({ limit: 1, documentIds: new Set([wanted.documentId, ...others]) });
    expect(found.map(({ chunkId }) => chunkId)).toEqual(chunkIdsOf(wanted));
    expect(qdrant.requestsTo('/points/query')[0]!.body.limit).toBe(10);
  });

  describe('when Qdrant fails [Q6]', () => {
    it.each(['down', 'hanging', 'failing', 'garbled'] as const)(
      '(%s) wait with every write and refuse every search',
      async (mood) => {
        const vectors = documentWith([X]);
        await index.publish(workspaceId, vectors);
        qdrant.mood = mood;
        const attempts = [
          search(),
          index.publish(workspaceId, vectors),
          index.withdraw(workspaceId, vectors.documentId),
          index.prepare(workspaceId, 'small-4'),
          index.forgetWorkspace(workspaceId),
        ];
        const unavailable = attempts.map((attempt) => expect(attempt).rejects.toMatchObject(UNAVAILABLE));
        await Promise.all(unavailable);
      },
    );

    it('are asked for once: whoever waits comes again by himself', async () => {
      qdrant.mood = 'failing';
      await expect(search()).rejects.toMatchObject(UNAVAILABLE);
      expect(qdrant.requests).toHaveLength(1);
    });

    it('are whole after a second try when only half of them were taken', async () => {
      const vectors = documentWith(Array.from({ length: 600 }, () => X));
      await index.prepare(workspaceId, 'small-4');
      qdrant.mood = 'half';
      await expect(index.publish(workspaceId, vectors)).rejects.toMatchObject(UNAVAILABLE);
      expect(qdrant.collections.get(collection)!.points.size).toBe(256);
      qdrant.mood = 'well';
      await index.publish(workspaceId, vectors);
      expect(qdrant.collections.get(collection)!.points.size).toBe(600);
    });

    it('get a new collection when theirs was lost, and until then a search does not claim to know', async () => {
      const vectors = documentWith([X]);
      await platform.rows.write(workspaceId, vectors);
      await expect(search()).rejects.toMatchObject(UNAVAILABLE);
      await index.publish(workspaceId, vectors);
      expect(await search()).toHaveLength(1);
    });

    it('are refused for good where the collection is made for others', async () => {
      await index.prepare(workspaceId, 'small-4');
      const wrong = documentWith([unit(1, 0, 0, 0, 0)]);
      await expect(index.publish(workspaceId, wrong)).rejects.toMatchObject({
        kind: 'unprocessable',
        message: expect.stringContaining('expected dim: 4, got 5') as unknown,
      });
      const eight = `workspace_${workspaceId}_large-8`;
      qdrant.collections.set(eight, qdrant.collections.get(collection)!);
      await expect(index.prepare(workspaceId, 'large-8')).rejects.toMatchObject({
        code: 'vector_index_refused',
      });
    });
  });

  it('leave nothing of an erased workspace in any collection, of this strategy or the other', async () => {
    const shared = await startPlatformWithVectors({
      QDRANT_URL: qdrant.url,
      QDRANT_API_KEY: KEY,
      QDRANT_COLLECTIONS: 'shared',
    });
    await shared.index.publish(workspaceId, documentWith([X]));
    await index.publish(workspaceId, documentWith([X]));
    await shared.stop();
    await index.forgetWorkspace(workspaceId);
    expect([...qdrant.collections.keys()]).toEqual(['parley_small-4']);
    expect(qdrant.collections.get('parley_small-4')!.points.size).toBe(0);
    expect(qdrant.collections.get('parley_small-4')!.created).toMatchObject({
      hnsw_config: { m: 0, payload_m: 16 },
    });
  });
});
