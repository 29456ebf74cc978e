import { CancelReindexing } from '../../src/contexts/knowledge/commands/cancel-reindexing.command';
import { FlipReindexing } from '../../src/contexts/knowledge/commands/flip-reindexing.command';
import {
  type ReindexingOutcome,
  RunReindexing,
} from '../../src/contexts/knowledge/commands/run-reindexing.command';
import { StartReindexing } from '../../src/contexts/knowledge/commands/start-reindexing.command';
import { type Flips } from '../../src/contexts/knowledge/domain/reindexing';
import { GetReindexing } from '../../src/contexts/knowledge/queries/get-reindexing.query';
import { ListReindexings } from '../../src/contexts/knowledge/queries/list-reindexings.query';
import { DomainError } from '../../src/kernel/domain-error';
import { uuidv7 } from '../../src/kernel/ids';
import { eventually } from '../support/eventually';
import { FoldedEmbedder } from './folded-embedder';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

const BATCH = 4;
const old = new FoldedEmbedder('folded-192', 192);
const young = new FoldedEmbedder('folded-128', 128, BATCH);

describe('re-indexing a workspace', () => {
  let knowledge: KnowledgeUnderTest;
  let other: KnowledgeUnderTest;
  let workspaceId: string;

  beforeAll(async () => {
    knowledge = await startKnowledge([old, young]);
    other = await startKnowledge([old, young], { ROLE: 'api', DATABASE_URL: knowledge.ownerUrl });
  });
  beforeEach(() => {
    workspaceId = uuidv7();
    old.forget();
    young.forget();
  });
  afterAll(async () => {
    await other.stop();
    await knowledge.stop();
  });

  const textsOf = (count: number, topic = 'harbour') =>
    Array.from(
      { length: count },
      (_, i) => `Berth ${i} of the ${topic} holds vessel number${i} and its crew.`,
    );
  const start = (model = young.model, flips: Flips = 'automatically') =>
    knowledge.commands.execute(new StartReindexing(workspaceId, { model, flips, requestedBy: null }));
  const turn = (id: string, at = knowledge): Promise<ReindexingOutcome> =>
    at.commands.execute(new RunReindexing(workspaceId, id));
  const run = async (id: string) => {
    while ((await turn(id)).kind === 'later');
    return view(id);
  };
  const view = (id: string) => knowledge.queries.execute(new GetReindexing(workspaceId, id));
  const vectorsOf = async (model: string) => {
    const [row] = await knowledge.rows<{ count: number }>(
      `SELECT count(*)::int FROM knowledge.chunks JOIN knowledge.embeddings USING (workspace_id, content_hash)
       WHERE workspace_id = $1 AND model = $2`,
      [workspaceId, model],
    );
    return row!.count;
  };
  const activeModel = async () => {
    const [row] = await knowledge.rows<{ model: string | null }>(
      'SELECT embedding_model AS model FROM knowledge.settings WHERE workspace_id = $1',
      [workspaceId],
    );
    return row?.model ?? null;
  };
  const letLeasePass = (id: string) =>
    knowledge.rows('UPDATE knowledge.reindexings SET lease_until = now() WHERE id = $1', [id]);
  const found = async (query: string) => {
    const { hits } = await knowledge.search(workspaceId, query, { mode: 'vector' });
    return hits[0]?.text ?? null;
  };

  it('moves it to another model beside the old index, and says how well that one finds [KN-16]', async () => {
    const texts = textsOf(30);
    await knowledge.add(workspaceId, ...texts);
    expect(await found('number7 vessel')).toBe(texts[7]);
    const done = await run(await start());
    expect(done).toMatchObject({
      fromModel: old.model,
      toModel: young.model,
      status: 'flipped',
      error: null,
    });
    expect(done).toMatchObject({ total: 30, embedded: 30, report: { questions: 30, comparedChunks: 30 } });
    expect(done.report!.foundByNew).toBeGreaterThan(20);
    expect(done.report!.overlapAt10).toBeGreaterThan(0.3);
    expect(done.report!.overlapAt10).toBeLessThanOrEqual(1);
    expect([await activeModel(), await vectorsOf(young.model)]).toEqual([young.model, 30]);
    old.forget();
    expect(await found('number7 vessel')).toBe(texts[7]);
    expect(old.asked).toEqual([]);
  });

  it('embeds what has changed and nothing else when it comes back [KN-20]', async () => {
    await knowledge.add(workspaceId, ...textsOf(6));
    await run(await start());
    await run(await start(old.model));
    await knowledge.add(workspaceId, 'A new berth was built.');
    young.forget();
    const done = await run(await start());
    expect(done).toMatchObject({ status: 'flipped', total: 1, embedded: 1 });
    expect(young.asked.filter((text) => text === 'Untitled\nA new berth was built.')).toHaveLength(1);
  });

  it('goes on after a kill where it was: only the batch in hand is embedded twice [KN-16]', async () => {
    await knowledge.add(workspaceId, ...textsOf(5 * BATCH));
    const id = await start();
    let wake: () => void = () => undefined;
    young.interruption = (call) =>
      call === 3 ? new Promise<void>((resolve) => (wake = resolve)) : Promise.resolve();
    const killed = turn(id);
    await eventually(async () => expect((await view(id)).embedded).toBe(2 * BATCH));
    expect(await turn(id, other)).toEqual({ kind: 'over' });
    await letLeasePass(id);
    while ((await turn(id, other)).kind === 'later');
    expect(await view(id)).toMatchObject({ status: 'flipped', embedded: 5 * BATCH });
    wake();
    await killed;
    expect(await view(id)).toMatchObject({ status: 'flipped', embedded: 5 * BATCH });
    const documents = young.asked.filter((text) => text.startsWith('Untitled\n'));
    expect(documents).toHaveLength(6 * BATCH);
    expect(await vectorsOf(young.model)).toBe(5 * BATCH);
  });

  it('is worked on by one of two processes that reach for it', async () => {
    await knowledge.add(workspaceId, ...textsOf(3 * BATCH));
    const id = await start();
    await Promise.all([turn(id), turn(id, other)]);
    expect(await view(id)).toMatchObject({ status: 'flipped', embedded: 3 * BATCH });
    expect(young.asked.filter((text) => text.startsWith('Untitled\n'))).toHaveLength(3 * BATCH);
  });

  it('waits for its flip where somebody wants to look first, and brings what came since', async () => {
    await knowledge.add(workspaceId, ...textsOf(5));
    const id = await start(young.model, 'on_request');
    expect(await run(id)).toMatchObject({ status: 'ready', flip: 'manual', finishedAt: null });
    expect(await activeModel()).toBeNull();
    await knowledge.add(workspaceId, 'Came while it was ready.');
    expect(await vectorsOf(young.model)).toBe(5);
    await knowledge.commands.execute(new FlipReindexing(workspaceId, id));
    expect(await run(id)).toMatchObject({ status: 'flipped', embedded: 6 });
    expect([await activeModel(), await vectorsOf(young.model)]).toEqual([young.model, 6]);
  });

  it('catches up with a document that was being embedded with the old model during the flip [KN-20]', async () => {
    await knowledge.add(workspaceId, ...textsOf(2));
    const [late] = await knowledge.ingest(workspaceId, 'The late lighthouse keeper signs in at dusk.');
    let wake: (() => void) | null = null;
    old.interruption = () => new Promise<void>((resolve) => (wake = resolve));
    const indexing = knowledge.index(workspaceId, late!);
    await eventually(() => expect(wake).not.toBeNull());
    old.interruption = null;
    const id = await start();
    await run(id);
    wake!();
    await indexing;
    expect(await found('number1 vessel')).toContain('number1');
    expect(await vectorsOf(young.model)).toBe(2);
    await letLeasePass(id);
    await turn(id);
    expect(await vectorsOf(young.model)).toBe(3);
    expect(await found('late lighthouse keeper')).toContain('lighthouse');
  });

  it('fills in vectors of the model in use, and indexes in memory hear of them', async () => {
    const texts = textsOf(4);
    await knowledge.add(workspaceId, ...texts);
    await knowledge.rows('DELETE FROM knowledge.embeddings WHERE workspace_id = $1', [workspaceId]);
    expect(await found('number2 vessel')).toBeNull();
    expect(await run(await start(old.model))).toMatchObject({ status: 'flipped', embedded: 4, report: null });
    expect(await found('number2 vessel')).toBe(texts[2]);
    expect(await activeModel()).toBeNull();
  });

  it('pauses while the provider is away, and is tried three times when it is refused for good', async () => {
    await knowledge.add(workspaceId, ...textsOf(2));
    const id = await start();
    const failure = (kind: 'unavailable' | 'unprocessable', code: string) => () =>
      Promise.reject(new DomainError({ kind, code, detail: `It says ${code}.`, retryAfterSeconds: 7 }));
    young.interruption = failure('unavailable', 'away');
    for (let i = 0; i < 4; i++) expect(await turn(id)).toEqual({ kind: 'later', waitSeconds: 7 });
    expect(await view(id)).toMatchObject({ status: 'running', error: { code: 'away' } });
    young.interruption = failure('unprocessable', 'refused');
    const outcomes = [await turn(id), await turn(id), await turn(id)];
    expect(outcomes.map(({ kind }) => kind)).toEqual(['later', 'later', 'over']);
    expect(await view(id)).toMatchObject({
      status: 'failed',
      error: { code: 'refused', detail: 'It says refused.' },
    });
    expect(await activeModel()).toBeNull();
    young.forget();
    expect(await run(await start())).toMatchObject({ status: 'flipped', error: null });
  });

  it('can be cancelled in the middle of it, and leaves the workspace with its model', async () => {
    await knowledge.add(workspaceId, ...textsOf(3 * BATCH));
    const id = await start();
    young.interruption = (call) =>
      call === 2 ? knowledge.commands.execute(new CancelReindexing(workspaceId, id)) : Promise.resolve();
    expect(await run(id)).toMatchObject({ status: 'cancelled', embedded: BATCH });
    expect([await activeModel(), await vectorsOf(young.model)]).toEqual([null, BATCH]);
    const again = knowledge.commands.execute(new CancelReindexing(workspaceId, id));
    await expect(again).rejects.toMatchObject({ kind: 'conflict', code: 'reindexing_closed' });
    const flip = knowledge.commands.execute(new FlipReindexing(workspaceId, id));
    await expect(flip).rejects.toMatchObject({ kind: 'conflict', code: 'reindexing_closed' });
  });

  it('goes one at a time, and only to models that are known', async () => {
    const id = await start();
    await expect(start()).rejects.toMatchObject({ kind: 'conflict', code: 'reindexing_open' });
    await expect(start('no-such-model')).rejects.toMatchObject({
      kind: 'invalid',
      errors: [{ path: 'model', message: `must be one of ${old.model}, ${young.model}` }],
    });
    expect(await run(id)).toMatchObject({ status: 'flipped', total: 0, embedded: 0, report: null });
    const { data } = await knowledge.queries.execute(new ListReindexings(workspaceId, { limit: 5 }));
    expect(data.map((one) => one.id)).toEqual([id]);
    const elsewhere = knowledge.queries.execute(new GetReindexing(uuidv7(), id));
    await expect(elsewhere).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('stands in the log of the workspace from its start to its flip', async () => {
    const id = await start();
    await run(id);
    const acts = await knowledge.rows<{ action: string }>(
      'SELECT action FROM platform.audit_entries WHERE workspace_id = $1 ORDER BY seq',
      [workspaceId],
    );
    expect(acts.map(({ action }) => action)).toEqual([
      'knowledge.reindexing_started',
      'knowledge.embedding_model_changed',
    ]);
  });
});
