import { getQueueToken } from '@nestjs/bullmq';
import { type Queue } from 'bullmq';
import { IndexingRetryAsked } from '../../src/contexts/knowledge/contracts/indexing-retry-asked.event';
import { Embedder } from '../../src/contexts/knowledge/domain/embedder';
import { LocalEmbedder } from '../../src/contexts/knowledge/infrastructure/local.embedder';
import { IndexingWatch } from '../../src/contexts/knowledge/jobs/indexing-watch';
import { uuidv7 } from '../../src/kernel/ids';
import { AggregateStore } from '../../src/platform/outbox/aggregate-store';
import { eventually } from '../support/eventually';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

class MoodyEmbedder extends Embedder {
  readonly isMetered = false;
  readonly batchSize = 100;
  private readonly local = new LocalEmbedder();
  readonly model = this.local.model;
  readonly dimensions = this.local.dimensions;
  refuses: string | null = null;

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    if (this.refuses && texts.some((text) => text.includes(this.refuses!)))
      throw new Error('refused by the model');
    return this.local.embed(texts);
  }
}

describe('the way from the outbox through the queue', () => {
  const embedder = new MoodyEmbedder();
  const workspaceId = uuidv7();
  let knowledge: KnowledgeUnderTest;

  beforeAll(async () => {
    knowledge = await startKnowledge(embedder, { ROLE: 'all', QUEUE_ATTEMPTS: '2', QUEUE_BACKOFF_MS: '10' });
  });
  beforeEach(() => {
    embedder.refuses = null;
  });
  afterAll(() => knowledge.stop());

  const statusesOf = async (ids: readonly string[]) => {
    const rows = await knowledge.rows<{ status: string }>(
      'SELECT status FROM knowledge.documents WHERE id = ANY ($1)',
      [ids],
    );
    return rows.map(({ status }) => status).sort();
  };
  const all = (ids: readonly string[], status: string) =>
    eventually(async () => expect(await statusesOf(ids)).toEqual(ids.map(() => status)), 10_000);

  it('fails one poisonous document among twenty good ones, and nothing else', async () => {
    embedder.refuses = 'poison';
    const good = await knowledge.ingest(
      workspaceId,
      ...Array.from({ length: 20 }, (_, i) => `good text ${i}`),
    );
    const [bad] = await knowledge.ingest(workspaceId, 'a cup of poison');
    await all(good, 'ready');
    await all([bad!], 'failed');
    const letters = await knowledge.rows('SELECT error, attempts, status FROM platform.dead_letters');
    expect(letters).toEqual([{ error: 'refused by the model', attempts: 2, status: 'open' }]);
  });

  it('takes a failed document up again when its dead letter is said again', async () => {
    embedder.refuses = 'bitter';
    const [id] = await knowledge.ingest(workspaceId, 'a bitter pill');
    await all([id!], 'failed');
    embedder.refuses = null;
    const said = new IndexingRetryAsked(workspaceId, id!);
    await knowledge.module.get(AggregateStore).commit(workspaceId, [], [said, said]);
    await all([id!], 'ready');
  });

  it('indexes every document although the queue has lost all of its jobs', async () => {
    const queue = knowledge.module.get<Queue>(getQueueToken('ingest'), { strict: false });
    await queue.pause();
    const ids = await knowledge.ingest(
      workspaceId,
      ...Array.from({ length: 8 }, (_, i) => `lost and found ${i}`),
    );
    await eventually(async () => expect(await queue.getJobCountByTypes('prioritized', 'waiting')).toBe(8));
    await queue.obliterate({ force: true });
    await queue.resume();
    await knowledge.rows(`UPDATE knowledge.documents SET lease_until = now() WHERE id = ANY ($1)`, [ids]);
    await knowledge.module.get(IndexingWatch).look();
    await all(ids, 'ready');
    const chunks = await knowledge.rows(
      'SELECT document_id FROM knowledge.chunks WHERE document_id = ANY ($1)',
      [ids],
    );
    expect(chunks).toHaveLength(8);
  });

  it('indexes a document although the queue has given up its job, before or after a worker took it up [I3 KN-30]', async () => {
    const queue = knowledge.module.get<Queue>(getQueueToken('ingest'), { strict: false });
    await queue.pause();
    const ids = await knowledge.ingest(workspaceId, 'given up while it waited', 'given up in the middle');
    await eventually(async () => expect(await queue.getJobCountByTypes('prioritized')).toBe(2));
    const given = await knowledge.rows<{ id: string }>(
      `UPDATE bullmq.job SET state = 'failed', finished_at_ms = extract(epoch FROM now()) * 1000,
         failed_reason = 'job stalled more than allowable limit'
       WHERE queue = 'ingest' AND state = 'waiting' RETURNING id`,
    );
    expect(given).toHaveLength(2);
    await knowledge.rows(
      `UPDATE knowledge.documents SET status = 'processing', lock_version = lock_version + 1, attempts = 1 WHERE id = $1`,
      [ids[1]],
    );
    await queue.resume();
    await knowledge.rows(`UPDATE knowledge.documents SET lease_until = now() WHERE id = ANY ($1)`, [ids]);
    await knowledge.module.get(IndexingWatch).look();
    await all(ids, 'ready');
    const letters = await knowledge.rows('SELECT 1 FROM platform.dead_letters WHERE subject_id = ANY ($1)', [
      ids,
    ]);
    expect(letters).toEqual([]);
  });

  it('adds no second job for a document whose job still waits', async () => {
    const queue = knowledge.module.get<Queue>(getQueueToken('ingest'), { strict: false });
    await queue.pause();
    const ids = await knowledge.ingest(workspaceId, 'patience');
    const waiting = () => queue.getJobCountByTypes('prioritized', 'waiting');
    await eventually(async () => expect(await waiting()).toBe(1));
    await knowledge.rows(`UPDATE knowledge.documents SET lease_until = now() WHERE id = ANY ($1)`, [ids]);
    await knowledge.module.get(IndexingWatch).look();
    await eventually(async () => {
      const undone = await knowledge.rows(
        `SELECT 1 FROM platform.outbox WHERE workspace_id = $1 AND published_at IS NULL
         UNION ALL SELECT 1 FROM platform.deliveries WHERE state = 'pending'`,
        [workspaceId],
      );
      expect(undone).toEqual([]);
    });
    expect(await waiting()).toBe(1);
    await queue.resume();
    await all(ids, 'ready');
  });
});
