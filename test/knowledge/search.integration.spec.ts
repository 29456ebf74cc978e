import { Client } from 'pg';
import { DeleteDocument } from '../../src/contexts/knowledge/commands/delete-document.command';
import { StartIngestion } from '../../src/contexts/knowledge/commands/start-ingestion.command';
import { Embedder } from '../../src/contexts/knowledge/domain/embedder';
import { LocalEmbedder } from '../../src/contexts/knowledge/infrastructure/local.embedder';
import { uuidv7 } from '../../src/kernel/ids';
import { Database } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { submission, textDocument } from './builders';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

class FragileEmbedder extends Embedder {
  readonly isMetered = false;
  readonly batchSize = 100;
  private readonly local = new LocalEmbedder();
  readonly model = this.local.model;
  readonly dimensions = this.local.dimensions;
  isDown = false;

  embed(texts: readonly string[]): Promise<Float32Array[]> {
    return this.isDown ? Promise.reject(new Error('503')) : this.local.embed(texts);
  }
}

describe('searching', () => {
  const embedder = new FragileEmbedder();
  let knowledge: KnowledgeUnderTest;

  beforeAll(async () => {
    knowledge = await startKnowledge(embedder);
  });
  beforeEach(() => {
    embedder.isDown = false;
  });
  afterAll(() => knowledge.stop());

  const textsFound = async (...args: Parameters<KnowledgeUnderTest['search']>) =>
    (await knowledge.search(...args)).hits.map(({ text }) => text);

  const GUIDE = [
    'To reset your password, open Settings and choose "Reset password".',
    'Invoices are sent by e-mail on the first day of each month.',
    'Refunds reach your bank account within five working days.',
    'Our office in Lisbon is open from Monday to Friday.',
  ];

  it.each(['hybrid', 'keyword', 'vector'] as const)(
    'puts the passage that answers first (%s)',
    async (mode) => {
      const workspaceId = uuidv7();
      await knowledge.add(workspaceId, ...GUIDE);
      const found = await knowledge.search(workspaceId, 'How do I reset my passwords?', { mode });
      expect(found.hits[0]!.text).toBe(GUIDE[0]);
      expect(found.hits[0]!.score).toBeGreaterThan(0.4);
      expect(found.legs).toEqual({
        keyword: mode === 'vector' ? 'off' : 'ran',
        vector: mode === 'keyword' ? 'off' : 'ran',
        engine: 'postgres',
      });
    },
  );

  it('bears a word that is misspelt', async () => {
    const workspaceId = uuidv7();
    await knowledge.add(workspaceId, ...GUIDE);
    expect((await textsFound(workspaceId, 'pasword resett'))[0]).toBe(GUIDE[0]);
  });

  it('says where the words of the question stand', async () => {
    const workspaceId = uuidv7();
    await knowledge.add(workspaceId, ...GUIDE);
    const [hit] = (await knowledge.search(workspaceId, 'refund to my bank')).hits;
    expect(hit!.highlights.map(({ start, end }) => hit!.text.slice(start, end))).toEqual(['Refunds', 'bank']);
  });

  it('leaves out what scores below the threshold, and no more than the limit', async () => {
    const workspaceId = uuidv7();
    await knowledge.add(workspaceId, ...GUIDE);
    expect(await textsFound(workspaceId, 'working days for a refund', { threshold: 0.5 })).toEqual([
      GUIDE[2],
    ]);
    expect(await textsFound(workspaceId, 'submarine volcano', { threshold: 0.5 })).toEqual([]);
    expect(await textsFound(workspaceId, 'day', { limit: 1 })).toHaveLength(1);
  });

  it('answers from words alone while the model is down, and says so', async () => {
    const workspaceId = uuidv7();
    await knowledge.add(workspaceId, ...GUIDE);
    embedder.isDown = true;
    const found = await knowledge.search(workspaceId, 'reset password');
    expect(found.hits[0]!.text).toBe(GUIDE[0]);
    expect(found.legs).toEqual({ keyword: 'ran', vector: 'failed', engine: 'postgres' });
    await expect(knowledge.search(workspaceId, 'reset', { mode: 'vector' })).rejects.toMatchObject({
      code: 'embeddings_unavailable',
    });
  });

  it('filters by metadata in both legs [TE-15]', async () => {
    const workspaceId = uuidv7();
    const documents = ['console', 'mobile'].map((product) =>
      textDocument(`Reset the ${product} by holding the button.`, { metadata: { product, level: 2 } }),
    );
    await knowledge.commands.execute(new StartIngestion(workspaceId, submission({ documents })));
    const ids = await knowledge.rows<{ id: string }>(
      'SELECT id FROM knowledge.documents WHERE workspace_id = $1',
      [workspaceId],
    );
    for (const { id } of ids) await knowledge.index(workspaceId, id);
    for (const mode of ['keyword', 'vector', 'hybrid'] as const) {
      const filter = { product: 'mobile', level: 2 };
      expect(await textsFound(workspaceId, 'reset button', { mode, filter })).toEqual([
        'Reset the mobile by holding the button.',
      ]);
      expect(await textsFound(workspaceId, 'reset button', { mode, filter: { level: 3 } })).toEqual([]);
    }
  });

  it('sees a document as soon as it is indexed, and no longer once it is deleted', async () => {
    const workspaceId = uuidv7();
    expect(await textsFound(workspaceId, 'zeppelin')).toEqual([]);
    const [id] = await knowledge.add(workspaceId, 'The zeppelin lands at noon.');
    expect(await textsFound(workspaceId, 'zeppelin')).toEqual(['The zeppelin lands at noon.']);
    await knowledge.commands.execute(new DeleteDocument(workspaceId, id!));
    expect(await textsFound(workspaceId, 'zeppelin')).toEqual([]);
  });

  it('misses no transaction that commits after a later one', async () => {
    const workspaceId = uuidv7();
    const [slow] = await knowledge.ingest(workspaceId, 'The slow boat arrives late.');
    await knowledge.add(workspaceId, 'A first boat.');
    const late = new Client({ connectionString: knowledge.ownerUrl });
    await late.connect();
    await late.query('BEGIN');
    await late.query(
      `INSERT INTO knowledge.chunks (workspace_id, id, document_id, version, ordinal, text, start_offset, end_offset,
         tokens, terms, content_hash)
       SELECT workspace_id, gen_random_uuid(), $1, 1, 0, 'The slow boat arrives late.', 0, 27, 6, terms, content_hash
       FROM knowledge.chunks WHERE workspace_id = $2`,
      [slow, workspaceId],
    );
    await late.query('UPDATE knowledge.documents SET live_version = 1 WHERE id = $1', [slow]);
    await knowledge.add(workspaceId, 'A second boat.');
    expect((await textsFound(workspaceId, 'boat')).sort()).toEqual(['A first boat.', 'A second boat.']);
    await late.query('COMMIT');
    await late.end();
    expect(await textsFound(workspaceId, 'boat')).toContain('The slow boat arrives late.');
  });

  it('reads a workspace of more than one page of chunks whole, the chunks of one transaction too', async () => {
    const workspaceId = uuidv7();
    const [id] = await knowledge.add(workspaceId, 'The original of many copies.');
    await knowledge.rows(
      `INSERT INTO knowledge.chunks (workspace_id, id, document_id, version, ordinal, text, start_offset, end_offset,
         tokens, terms, content_hash)
       SELECT workspace_id, gen_random_uuid(), document_id, 1, copy, 'Copy ' || copy, 0, 1, 1, terms, content_hash
       FROM knowledge.chunks, generate_series(1, 2500) AS copy WHERE document_id = $1`,
      [id],
    );
    await knowledge.search(workspaceId, 'original');
    const { hits } = await knowledge.search(workspaceId, 'original', { limit: 100, mode: 'keyword' });
    expect(new Set(hits.map(({ chunkId }) => chunkId)).size).toBe(100);
    await knowledge.rows('DELETE FROM knowledge.chunks WHERE workspace_id = $1 AND ordinal <> 2500', [
      workspaceId,
    ]);
  });

  it('keeps workspaces apart, whatever they contain and ask [TE-13 TE-14 T2]', async () => {
    const words = ['anchor', 'bakery', 'cable', 'dune', 'ember', 'fjord', 'glacier', 'harbour'];
    const tenants = Array.from({ length: 5 }, () => uuidv7());
    const ownText = new Map<string, Set<string>>();
    for (const [tenant, workspaceId] of tenants.entries()) {
      // The same words everywhere, so that every query has better hits elsewhere.
      const texts = Array.from({ length: 12 }, (_, i) =>
        [
          words[i % 8],
          words[(i * 3 + tenant) % 8],
          words[(i + tenant) % 8],
          `text ${i} of tenant ${tenant}`,
        ].join(' '),
      );
      ownText.set(workspaceId, new Set(texts));
      await knowledge.add(workspaceId, ...texts);
    }
    const searches = Array.from({ length: 300 }, async (_, i) => {
      const workspaceId = tenants[i % tenants.length]!;
      const query = `${words[i % 8]} ${words[(i * 5) % 8]} tenant ${(i * 7) % 5}`;
      const mode = (['hybrid', 'vector', 'keyword'] as const)[i % 3]!;
      const found = await textsFound(workspaceId, query, { mode, limit: 20 });
      return { found: found.length, foreign: found.filter((text) => !ownText.get(workspaceId)!.has(text)) };
    });
    const results = await Promise.all(searches);
    expect(results.filter(({ foreign }) => foreign.length > 0)).toEqual([]);
    expect(results.every(({ found }) => found > 0)).toBe(true);
  });

  it('would show nothing of another workspace even to a statement that forgot its WHERE [T16]', async () => {
    const [mine, theirs] = [uuidv7(), uuidv7()];
    await knowledge.add(theirs, 'A secret of another tenant.');
    const database = knowledge.module.get(Database);
    const [chunks, documents, ingestions] = await database.batch(mine, [
      sql`SELECT 1 FROM knowledge.chunks`,
      sql`SELECT 1 FROM knowledge.documents`,
      sql`SELECT 1 FROM knowledge.ingestions`,
    ]);
    expect([chunks, documents, ingestions]).toEqual([[], [], []]);
  });
});
