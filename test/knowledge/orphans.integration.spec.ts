import { DeleteDocument } from '../../src/contexts/knowledge/commands/delete-document.command';
import { RunReindexing } from '../../src/contexts/knowledge/commands/run-reindexing.command';
import { StartReindexing } from '../../src/contexts/knowledge/commands/start-reindexing.command';
import { CollectOrphansTask } from '../../src/contexts/knowledge/jobs/collect-orphans.task';
import { uuidv7 } from '../../src/kernel/ids';
import { FoldedEmbedder } from './folded-embedder';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

const old = new FoldedEmbedder('folded-192', 192);
const young = new FoldedEmbedder('folded-128', 128);

describe('The collector of orphans', () => {
  let knowledge: KnowledgeUnderTest;
  let workspaceId: string;

  beforeAll(async () => {
    knowledge = await startKnowledge([old, young]);
  });
  beforeEach(() => {
    workspaceId = uuidv7();
  });
  afterAll(() => knowledge.stop());

  const collect = () => knowledge.module.get(CollectOrphansTask).run();
  const remove = (documentId: string) =>
    knowledge.commands.execute(new DeleteDocument(workspaceId, documentId));
  const lastUsed = (age: string) =>
    knowledge.rows('UPDATE knowledge.embeddings SET used_at = now() - $2::interval WHERE workspace_id = $1', [
      workspaceId,
      age,
    ]);
  const models = async () => {
    const rows = await knowledge.rows<{ model: string }>(
      'SELECT model FROM knowledge.embeddings WHERE workspace_id = $1 ORDER BY model',
      [workspaceId],
    );
    return rows.map(({ model }) => model);
  };
  const move = async (model: string) => {
    const wanted = { model, flips: 'automatically', requestedBy: null } as const;
    const id = await knowledge.commands.execute(new StartReindexing(workspaceId, wanted));
    const run = new RunReindexing(workspaceId, id);
    while ((await knowledge.commands.execute(run)).kind === 'later');
    return id;
  };
  const count = async (table: string) =>
    (await knowledge.rows(`SELECT 1 FROM knowledge.${table} WHERE workspace_id = $1`, [workspaceId])).length;

  it('leaves no vector that no chunk needs any more, once it was unused for an hour [I4 M3]', async () => {
    const [gone] = await knowledge.add(workspaceId, 'Will be deleted.', 'Stays.');
    await remove(gone!);
    await collect();
    expect(await models()).toHaveLength(2);
    await lastUsed('59 minutes');
    await collect();
    expect(await models()).toHaveLength(2);
    await lastUsed('61 minutes');
    await collect();
    expect(await models()).toEqual([old.model]);
    const { hits } = await knowledge.search(workspaceId, 'stays', { mode: 'vector' });
    expect(hits[0]?.text).toBe('Stays.');
  });

  it('leaves no chunk of a version that is neither searched nor worked on, and no file of a deleted document [I4 M3]', async () => {
    const [kept, failed, deleted, pending] = await knowledge.add(
      workspaceId,
      'One.',
      'Two.',
      'Three.',
      'Four.',
    );
    await knowledge.rows(
      `UPDATE knowledge.documents SET status = 'failed', live_version = NULL, error = '{}' WHERE id = $1`,
      [failed],
    );
    await knowledge.rows('UPDATE knowledge.documents SET deleted_at = now() WHERE id = $1', [deleted]);
    await knowledge.rows(
      `UPDATE knowledge.documents SET status = 'processing', live_version = NULL WHERE id = $1`,
      [pending],
    );
    for (const documentId of [kept, deleted]) {
      await knowledge.rows(
        `INSERT INTO knowledge.files (workspace_id, id, document_id, name, media_type, bytes, sha256, content)
         VALUES ($1, $2, $3, 'a', 'text/plain', 1, 'x', 'x')`,
        [workspaceId, uuidv7(), documentId],
      );
    }
    await collect();
    const chunks = await knowledge.rows<{ id: string }>(
      'SELECT document_id AS id FROM knowledge.chunks WHERE workspace_id = $1',
      [workspaceId],
    );
    expect(chunks.map(({ id }) => id).sort()).toEqual([kept, pending].sort());
    const files = await knowledge.rows<{ id: string }>(
      'SELECT document_id AS id FROM knowledge.files WHERE workspace_id = $1',
      [workspaceId],
    );
    expect(files).toEqual([{ id: kept }]);
  });

  it('keeps the vectors of a model for seven days after the workspace has left it [KN-16]', async () => {
    await knowledge.add(workspaceId, 'Some text.');
    const id = await move(young.model);
    await lastUsed('30 days');
    await collect();
    expect(await models()).toEqual([young.model, old.model]);
    await knowledge.rows(
      `UPDATE knowledge.reindexings SET updated_at = now() - interval '8 days' WHERE id = $1`,
      [id],
    );
    await collect();
    expect(await models()).toEqual([young.model]);
  });

  it('keeps the vectors of a model that the workspace is moving to, however long that takes', async () => {
    await knowledge.add(workspaceId, 'Some text.');
    await move(young.model);
    const wanted = { model: old.model, flips: 'on_request', requestedBy: null } as const;
    const id = await knowledge.commands.execute(new StartReindexing(workspaceId, wanted));
    await lastUsed('30 days');
    await knowledge.rows(
      `UPDATE knowledge.reindexings SET updated_at = now() - interval '8 days' WHERE workspace_id = $1`,
      [workspaceId],
    );
    await collect();
    expect(await models()).toEqual([young.model, old.model]);
    await knowledge.rows(
      `UPDATE knowledge.reindexings SET status = 'cancelled', finished_at = now(), lease_until = NULL WHERE id = $1`,
      [id],
    );
    await collect();
    expect(await models()).toEqual([young.model]);
  });

  it('has vectors repaired that are missing, once at a time', async () => {
    await knowledge.add(workspaceId, 'First text.', 'Second text.');
    await knowledge.rows('DELETE FROM knowledge.embeddings WHERE workspace_id = $1', [workspaceId]);
    await knowledge.add(workspaceId, 'Third text.');
    await collect();
    await collect();
    const repairs = await knowledge.rows<{ id: string; to_model: string }>(
      'SELECT id, to_model FROM knowledge.reindexings WHERE workspace_id = $1',
      [workspaceId],
    );
    expect(repairs).toMatchObject([{ to_model: old.model }]);
    await knowledge.commands.execute(new RunReindexing(workspaceId, repairs[0]!.id));
    expect(await models()).toHaveLength(3);
    await collect();
    expect(await count('reindexings')).toBe(1);
  });

  it('never takes a vector from an indexing that uses it again at the same moment [I4]', async () => {
    for (let round = 0; round < 8; round++) {
      const text = `The same words in round ${round}.`;
      const [first] = await knowledge.add(workspaceId, text);
      await remove(first!);
      await lastUsed('2 hours');
      await Promise.all([collect(), knowledge.add(workspaceId, text), collect()]);
      const bare = await knowledge.rows(
        `SELECT 1 FROM knowledge.chunks AS chunk WHERE workspace_id = $1 AND NOT EXISTS (
           SELECT 1 FROM knowledge.embeddings AS vector
           WHERE vector.workspace_id = $1 AND vector.content_hash = chunk.content_hash)`,
        [workspaceId],
      );
      expect(bare).toEqual([]);
    }
  });

  it('waits for an indexing that has marked a vector as used, and then leaves it alone [I4]', async () => {
    const [first] = await knowledge.add(workspaceId, 'Marked in time.');
    await remove(first!);
    await lastUsed('2 hours');
    await knowledge.rows('BEGIN');
    await knowledge.rows('UPDATE knowledge.embeddings SET used_at = now() WHERE workspace_id = $1', [
      workspaceId,
    ]);
    const collecting = collect();
    await untilSomebodyWaits();
    await knowledge.rows('COMMIT');
    await collecting;
    expect(await models()).toEqual([old.model]);
  });

  const untilSomebodyWaits = async () => {
    for (;;) {
      const waiting = await knowledge.rows('SELECT 1 FROM pg_locks WHERE NOT granted');
      if (waiting.length > 0) return;
    }
  };
});
