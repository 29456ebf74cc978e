import { getQueueToken } from '@nestjs/bullmq';
import { type Queue } from 'bullmq';
import { DeleteDocument } from '../../src/contexts/knowledge/commands/delete-document.command';
import { DispatchIndexing } from '../../src/contexts/knowledge/commands/dispatch-indexing.command';
import { StartIngestion } from '../../src/contexts/knowledge/commands/start-ingestion.command';
import { RequeueDocument } from '../../src/contexts/knowledge/commands/requeue-document.command';
import { Embedder } from '../../src/contexts/knowledge/domain/embedder';
import { LocalEmbedder } from '../../src/contexts/knowledge/infrastructure/local.embedder';
import { IndexingWatch } from '../../src/contexts/knowledge/jobs/indexing-watch';
import { uuidv7 } from '../../src/kernel/ids';
import { submission } from './builders';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

/** The local one, with whatever happens while it works. */
class InterruptedEmbedder extends Embedder {
  readonly isMetered = false;
  readonly batchSize = 100;
  private readonly local = new LocalEmbedder();
  readonly model = this.local.model;
  readonly dimensions = this.local.dimensions;
  calls = 0;
  interruption: (() => Promise<unknown>) | null = null;

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    this.calls++;
    const interruption = this.interruption;
    this.interruption = null;
    await interruption?.();
    return this.local.embed(texts);
  }
}

interface DocumentRow {
  status: string;
  chunk_count: number;
  attempts: number;
  lock_version: number;
  error: { code: string } | null;
}

describe('indexing a document', () => {
  const embedder = new InterruptedEmbedder();
  const workspaceId = uuidv7();
  let knowledge: KnowledgeUnderTest;

  beforeAll(async () => {
    knowledge = await startKnowledge(embedder);
  });
  beforeEach(() => {
    embedder.interruption = null;
  });
  afterAll(() => knowledge.stop());

  const ingest = async (text: string) => (await knowledge.ingest(workspaceId, text))[0]!;
  const documentRow = async (id: string) =>
    (await knowledge.rows<DocumentRow>('SELECT * FROM knowledge.documents WHERE id = $1', [id]))[0]!;
  const chunksOf = (id: string) =>
    knowledge.rows<{ ordinal: number; text: string }>(
      'SELECT ordinal, text FROM knowledge.chunks WHERE document_id = $1 ORDER BY ordinal',
      [id],
    );
  const deadLettersOf = (id: string) =>
    knowledge.rows<{ error: string; event_type: string; payload: object; attempts: number }>(
      'SELECT * FROM platform.dead_letters WHERE subject_id = $1',
      [id],
    );

  it('stores chunks that are slices of the content, and the status with them', async () => {
    const text = Array.from({ length: 60 }, (_, i) => `Sentence number ${i} of this long text.`)
      .join(' ')
      .repeat(3);
    const id = await ingest(text);
    expect(await knowledge.index(workspaceId, id)).toMatchObject({ kind: 'indexed' });
    const chunks = await chunksOf(id);
    expect(chunks.length).toBeGreaterThan(1);
    expect(chunks.every((chunk) => text.includes(chunk.text))).toBe(true);
    expect(await documentRow(id)).toMatchObject({ status: 'ready', chunk_count: chunks.length });
  });

  it('is over when it is over: another job finds nothing to do', async () => {
    const id = await ingest('a job that comes twice');
    await knowledge.index(workspaceId, id);
    const calls = embedder.calls;
    expect(await knowledge.index(workspaceId, id)).toMatchObject({ kind: 'nothing_to_do' });
    expect(embedder.calls).toBe(calls);
    expect(await chunksOf(id)).toHaveLength(1);
  });

  it('lets only one of two workers save, the one that took the document up last', async () => {
    const id = await ingest('taken up twice at once');
    const outcomes: unknown[] = [];
    embedder.interruption = async () => outcomes.push(await knowledge.index(workspaceId, id));
    outcomes.push(await knowledge.index(workspaceId, id));
    expect(outcomes).toMatchObject([{ kind: 'indexed' }, { kind: 'superseded' }]);
    expect(await chunksOf(id)).toHaveLength(1);
  });

  it('survives many workers at once with every chunk there once', async () => {
    const id = await ingest('many workers, one document');
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => knowledge.index(workspaceId, id)));
    expect(outcomes.filter(({ kind }) => kind === 'indexed')).toHaveLength(1);
    expect(await chunksOf(id)).toHaveLength(1);
  });

  it('ends quietly when the document is deleted meanwhile, and leaves no chunk behind', async () => {
    const id = await ingest('deleted while a worker has it');
    embedder.interruption = () => knowledge.commands.execute(new DeleteDocument(workspaceId, id));
    expect(await knowledge.index(workspaceId, id)).toMatchObject({ kind: 'superseded' });
    expect(await chunksOf(id)).toEqual([]);
    expect(await knowledge.index(workspaceId, id)).toMatchObject({ kind: 'nothing_to_do' });
  });

  it('knows no document of another workspace [TE-25 T11]', async () => {
    const id = await ingest('not yours');
    expect(await knowledge.index(uuidv7(), id)).toMatchObject({ kind: 'nothing_to_do' });
    expect(await documentRow(id)).toMatchObject({ status: 'queued', attempts: 0 });
  });

  it('throws what another attempt may overcome, and says so nowhere else', async () => {
    const id = await ingest('the model is down for a moment');
    embedder.interruption = () => Promise.reject(new Error('503'));
    await expect(knowledge.index(workspaceId, id)).rejects.toThrow('503');
    expect(await documentRow(id)).toMatchObject({ status: 'processing', error: null });
    expect(await deadLettersOf(id)).toEqual([]);
    expect(await knowledge.index(workspaceId, id)).toMatchObject({ kind: 'indexed' });
  });

  it('fails with a dead letter after the last attempt', async () => {
    const id = await ingest('the model is down for good');
    embedder.interruption = () => Promise.reject(new Error('no such model'));
    expect(await knowledge.index(workspaceId, id, true)).toMatchObject({
      kind: 'failed',
      reason: 'no such model',
    });
    expect(await documentRow(id)).toMatchObject({ status: 'failed', error: { code: 'indexing_failed' } });
    expect(await deadLettersOf(id)).toEqual([
      expect.objectContaining({
        error: 'no such model',
        attempts: 1,
        event_type: 'knowledge.indexing-retry-asked.v1',
        payload: { workspaceId, aggregateId: id },
      }),
    ]);
  });

  it('fails at the first attempt where others would fail the same way', async () => {
    const id = await ingest('  \n\n ');
    expect(await knowledge.index(workspaceId, id)).toMatchObject({ kind: 'failed' });
    expect(await documentRow(id)).toMatchObject({ error: { code: 'empty_document' } });
    expect(await deadLettersOf(id)).toHaveLength(1);
  });

  it('gives up a document that was taken up without end', async () => {
    const id = await ingest('poison');
    await knowledge.rows('UPDATE knowledge.documents SET attempts = 25 WHERE id = $1', [id]);
    expect(await knowledge.index(workspaceId, id)).toMatchObject({ kind: 'failed' });
    expect(await documentRow(id)).toMatchObject({ error: { code: 'indexing_abandoned' } });
  });

  it('stores neither the failure nor the dead letter when one of them cannot be stored', async () => {
    const id = await ingest('half a failure');
    await knowledge.rows('ALTER TABLE platform.dead_letters ADD CONSTRAINT no_room CHECK (false) NOT VALID');
    embedder.interruption = () => Promise.reject(new Error('no such model'));
    await expect(knowledge.index(workspaceId, id, true)).rejects.toThrow(/no_room/);
    await knowledge.rows('ALTER TABLE platform.dead_letters DROP CONSTRAINT no_room');
    expect(await documentRow(id)).toMatchObject({ status: 'processing' });
  });

  it('starts over when an operator asks for it, once however often it is asked', async () => {
    const id = await ingest('retried by an operator');
    embedder.interruption = () => Promise.reject(new Error('no such model'));
    await knowledge.index(workspaceId, id, true);
    const ask = () => knowledge.commands.execute(new RequeueDocument(workspaceId, id)).catch(() => undefined);
    await Promise.all([ask(), ask(), ask()]);
    await ask();
    const { status } = await documentRow(id);
    expect(status).toBe('queued');
    const requests = await knowledge.rows(
      `SELECT 1 FROM platform.outbox WHERE aggregate_id = $1 AND type = 'knowledge.indexing-requested.v1'`,
      [id],
    );
    expect(requests).toHaveLength(1);
    expect(await knowledge.index(workspaceId, id)).toMatchObject({ kind: 'indexed' });
  });

  it('is dispatched again once its lease has passed, and not before', async () => {
    const queue = knowledge.module.get<Queue>(getQueueToken('ingest'), { strict: false });
    const workspace = uuidv7();
    const [waiting, overdue] = await knowledge.ingest(workspace, 'a job got lost', 'another job got lost');
    const watch = knowledge.module.get(IndexingWatch);
    await knowledge.rows(
      `UPDATE knowledge.documents SET lease_until = now() - interval '1 s', lane = 2 WHERE id = $1`,
      [overdue],
    );
    await knowledge.rows(`UPDATE knowledge.documents SET lane = 2 WHERE id = $1`, [waiting]);
    await watch.look();
    await watch.look();
    expect(await queue.getJob(`${overdue}-1`)).toBeDefined();
    expect(await queue.getJob(`${waiting}-1`)).toBeUndefined();
  });

  it('reaches the queue no more than a window at a time, in the order of priority [KN-27]', async () => {
    const queue = knowledge.module.get<Queue>(getQueueToken('ingest'), { strict: false });
    const workspace = uuidv7();
    await knowledge.ingest(workspace, ...Array.from({ length: 99 }, (_, i) => `one of many ${i}`));
    const urgent = { ...submission({ texts: ['the urgent one'] }), priority: 'urgent' as const };
    const { documentIds } = await knowledge.commands.execute(new StartIngestion(workspace, urgent));
    const dispatch = () => knowledge.commands.execute(new DispatchIndexing(workspace));
    await Promise.all([dispatch(), dispatch()]);
    const dispatched = await knowledge.rows<{ id: string; lane: number }>(
      'SELECT id, lane FROM knowledge.documents WHERE workspace_id = $1 AND lane IS NOT NULL',
      [workspace],
    );
    expect(dispatched).toHaveLength(64);
    expect(dispatched.find(({ id }) => id === documentIds[0])).toMatchObject({ lane: 1 });
    expect(dispatched.filter(({ lane }) => lane === 1)).toHaveLength(2);
    expect((await queue.getJob(`${documentIds[0]}-1`))?.opts.priority).toBe(1);
  });
});
