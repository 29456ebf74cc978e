import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { Embedding } from '../../../src/contexts/knowledge/commands/embedding';
import { Embedder, type EmbeddingRequest } from '../../../src/contexts/knowledge/domain/embedder';
import { PostgresEmbeddingCache } from '../../../src/contexts/knowledge/infrastructure/postgres.embedding-cache';
import { uuidv7 } from '../../../src/kernel/ids';
import { FaultPoints, NoFaults } from '../../../src/platform/faults/fault-points';
import { startPlatform, type TestPlatform } from '../../support/platform';
import { textsOf, vectorOf } from './held-provider';

class CountingEmbedder extends Embedder {
  readonly model = uuidv7();
  readonly dimensions = 8;
  readonly batchSize = 100;
  readonly calls: { texts: readonly string[]; request?: EmbeddingRequest }[] = [];
  failsAtCall = Infinity;

  constructor(readonly isMetered = true) {
    super();
  }

  embed(texts: readonly string[], request?: EmbeddingRequest): Promise<Float32Array[]> {
    this.calls.push({ texts, request });
    if (this.calls.length === this.failsAtCall) return Promise.reject(new Error('503'));
    return Promise.resolve(texts.map(vectorOf));
  }

  get sizes(): number[] {
    return this.calls.map(({ texts }) => texts.length);
  }
}

/** Ends the work where a killed process would. */
class EndAt extends FaultPoints {
  readonly reached: string[] = [];

  constructor(private readonly end: string) {
    super();
  }

  reach(point: string): Promise<void> {
    this.reached.push(point);
    return point === this.end ? Promise.reject(new Error(`ended at ${point}`)) : Promise.resolve();
  }
}

const hashed = (texts: readonly string[]) =>
  texts.map((text) => ({ text, contentHash: createHash('sha256').update(text).digest() }));

describe('vectors for texts', () => {
  let platform: TestPlatform;
  let owner: Client;
  let cache: PostgresEmbeddingCache;
  let embedding: Embedding;

  beforeAll(async () => {
    platform = await startPlatform([PostgresEmbeddingCache]);
    cache = platform.module.get(PostgresEmbeddingCache);
    embedding = new Embedding(cache, new NoFaults());
    owner = new Client({ connectionString: platform.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await platform.stop();
  });

  it('come in order, each different text embedded once, a hundred at a time [KN-12]', async () => {
    const embedder = new CountingEmbedder();
    const workspaceId = uuidv7();
    const texts = [...textsOf('text', 130), ...textsOf('text', 20)];
    const vectors = await embedding.vectorsFor(workspaceId, embedder, hashed(texts));
    expect(vectors).toEqual(texts.map(vectorOf));
    expect(embedder.sizes).toEqual([100, 30]);
    expect(embedder.calls[0]!.request).toMatchObject({ workspaceId });
  });

  it('are paid for once: a text that is known is not embedded again [KN-15]', async () => {
    const embedder = new CountingEmbedder();
    const workspaceId = uuidv7();
    await embedding.vectorsFor(workspaceId, embedder, hashed(textsOf('old', 5)));
    const texts = [...textsOf('new', 2), ...textsOf('old', 5), ...textsOf('newer', 1)];
    const vectors = await embedding.vectorsFor(workspaceId, embedder, hashed(texts));
    expect(vectors).toEqual(texts.map(vectorOf));
    expect(embedder.calls[1]!.texts).toEqual(['new 0', 'new 1', 'newer 0']);
  });

  it('are kept apart by model [KN-16]', async () => {
    const [one, other] = [new CountingEmbedder(), new CountingEmbedder()];
    const workspaceId = uuidv7();
    await embedding.vectorsFor(workspaceId, one, hashed(['text']));
    await embedding.vectorsFor(workspaceId, other, hashed(['text']));
    expect(other.sizes).toEqual([1]);
  });

  it('of another workspace are never seen: the same text is embedded again [T3]', async () => {
    const embedder = new CountingEmbedder();
    const [ada, bob] = [uuidv7(), uuidv7()];
    const texts = hashed(['the same text']);
    await embedding.vectorsFor(ada, embedder, texts);
    expect(await cache.find(bob, embedder.model, [texts[0]!.contentHash])).toEqual(new Map());
    await embedding.vectorsFor(bob, embedder, texts);
    expect(embedder.sizes).toEqual([1, 1]);
  });

  it('go on from the last batch that was answered when a later one fails [KN-13] [KN-15]', async () => {
    const embedder = new CountingEmbedder();
    const workspaceId = uuidv7();
    const texts = textsOf('text', 250);
    embedder.failsAtCall = 3;
    await expect(embedding.vectorsFor(workspaceId, embedder, hashed(texts))).rejects.toThrow('503');
    const vectors = await embedding.vectorsFor(workspaceId, embedder, hashed(texts));
    expect(vectors).toEqual(texts.map(vectorOf));
    expect(embedder.sizes).toEqual([100, 100, 50, 50]);
  });

  it.each([
    ['K9 embedding batch in flight', 2],
    ['K10 embedding batch answered', 2],
  ])('are embedded again only where the process ended at "%s"', async (point, calls) => {
    const embedder = new CountingEmbedder();
    const workspaceId = uuidv7();
    const faults = new EndAt(point);
    const dying = new Embedding(cache, faults).vectorsFor(workspaceId, embedder, hashed(['text']));
    await expect(dying).rejects.toThrow(`ended at ${point}`);
    expect(faults.reached.at(-1)).toBe(point);
    expect(await embedding.vectorsFor(workspaceId, embedder, hashed(['text']))).toEqual([vectorOf('text')]);
    expect(embedder.calls).toHaveLength(calls);
  });

  it('are told of batch by batch, once each is kept; whoever is told can end the work', async () => {
    const embedder = new CountingEmbedder();
    const workspaceId = uuidv7();
    const told: [number, number][] = [];
    const onBatch = (embedded: number, toEmbed: number) => {
      told.push([embedded, toEmbed]);
      return told.length === 2 ? Promise.reject(new Error('no longer mine')) : Promise.resolve();
    };
    const texts = hashed(textsOf('text', 250));
    const work = embedding.vectorsFor(workspaceId, embedder, texts, { onBatch });
    await expect(work).rejects.toThrow('no longer mine');
    expect(told).toEqual([
      [100, 250],
      [200, 250],
    ]);
    const hashes = texts.map(({ contentHash }) => contentHash);
    expect((await cache.find(workspaceId, embedder.model, hashes)).size).toBe(200);
  });

  it('of a free embedder are made anew and not kept', async () => {
    const embedder = new CountingEmbedder(false);
    const workspaceId = uuidv7();
    await embedding.vectorsFor(workspaceId, embedder, hashed(['text']));
    await embedding.vectorsFor(workspaceId, embedder, hashed(['text']));
    expect(embedder.sizes).toEqual([1, 1]);
    const { rowCount } = await owner.query('SELECT 1 FROM knowledge.embeddings WHERE model = $1', [
      embedder.model,
    ]);
    expect(rowCount).toBe(0);
  });

  it('of other dimensions than the model has by now are made anew and replaced [KN-16]', async () => {
    const embedder = new CountingEmbedder();
    const workspaceId = uuidv7();
    const [text] = hashed(['text']);
    const former = { contentHash: text!.contentHash, embedding: Float32Array.of(1, 0) };
    await cache.keep(workspaceId, embedder.model, [former]);
    expect(await embedding.vectorsFor(workspaceId, embedder, [text!])).toEqual([vectorOf('text')]);
    await embedding.vectorsFor(workspaceId, embedder, [text!]);
    expect(embedder.sizes).toEqual([1]);
  });

  it('of no texts are none', async () => {
    const embedder = new CountingEmbedder();
    expect(await embedding.vectorsFor(uuidv7(), embedder, [])).toEqual([]);
    expect(embedder.calls).toEqual([]);
  });
});
