import { StartIngestion } from '../../src/contexts/knowledge/commands/start-ingestion.command';
import { GetIngestion } from '../../src/contexts/knowledge/queries/get-ingestion.query';
import { uuidv7 } from '../../src/kernel/ids';
import { submission } from './builders';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

describe('handing documents in', () => {
  let knowledge: KnowledgeUnderTest;
  const workspaceId = uuidv7();

  beforeAll(async () => {
    knowledge = await startKnowledge();
  });
  afterAll(() => knowledge.stop());

  const start = (parts: Parameters<typeof submission>[0], workspace = workspaceId) =>
    knowledge.commands.execute(new StartIngestion(workspace, submission(parts)));

  it('stores the documents and one event that asks for their indexing, or nothing', async () => {
    const ingestionId = uuidv7();
    await start({ ingestionId, texts: ['alpha', 'beta'] });
    const documents = await knowledge.rows<{ id: string; status: string }>(
      'SELECT id, status FROM knowledge.documents WHERE ingestion_id = $1 ORDER BY id',
      [ingestionId],
    );
    expect(documents.map(({ status }) => status)).toEqual(['queued', 'queued']);
    const events = await knowledge.rows('SELECT type FROM platform.outbox WHERE aggregate_id = $1', [
      ingestionId,
    ]);
    expect(events).toEqual([{ type: 'knowledge.indexing-requested.v1' }]);
  });

  it('happens once under one id, however often and at once it is tried', async () => {
    const ingestionId = uuidv7();
    const texts = ['once and', 'only once'];
    const answers = await Promise.all(Array.from({ length: 8 }, () => start({ ingestionId, texts })));
    const [first] = answers;
    expect(first).toMatchObject({ total: 2, skipped: 0 });
    expect(answers).toEqual(answers.map(() => first));
    const [counts] = await knowledge.rows<{ documents: number; events: number }>(
      `SELECT (SELECT count(*)::int FROM knowledge.documents WHERE ingestion_id = $1) AS documents,
        (SELECT count(*)::int FROM platform.outbox WHERE aggregate_id = $1) AS events`,
      [ingestionId],
    );
    expect(counts).toEqual({ documents: 2, events: 1 });
  });

  it('takes one text once per workspace, whichever of several requests comes first', async () => {
    const shared = Array.from({ length: 20 }, (_, i) => `shared text ${i}`);
    const answers = await Promise.all([
      start({ texts: shared }),
      start({ texts: [...shared].reverse() }),
      start({ texts: shared.slice(5) }),
    ]);
    expect(answers.reduce((sum, { total, skipped }) => sum + total - skipped, 0)).toBe(20);
    const [{ count } = { count: 0 }] = await knowledge.rows<{ count: number }>(
      `SELECT count(*)::int FROM knowledge.documents WHERE content LIKE 'shared text %'`,
    );
    expect(count).toBe(20);
  });

  it('takes the same text in every workspace: content tells no tenant what another has', async () => {
    const [mine, theirs] = [uuidv7(), uuidv7()];
    expect(await start({ texts: ['common'] }, mine)).toMatchObject({ total: 1, skipped: 0 });
    expect(await start({ texts: ['common'] }, theirs)).toMatchObject({ total: 1, skipped: 0 });
  });

  it('counts what became of the documents', async () => {
    const ingestionId = uuidv7();
    const texts = ['will be ready', 'will wait', '   \n', 'will be ready'];
    await start({ ingestionId, texts });
    const view = () => knowledge.queries.execute(new GetIngestion(workspaceId, ingestionId));
    expect(await view()).toMatchObject({
      status: 'queued',
      total: 4,
      processed: 0,
      skipped: 1,
      progress: 0.25,
    });

    const ids = await knowledge.rows<{ id: string; content: string }>(
      'SELECT id, content FROM knowledge.documents WHERE ingestion_id = $1',
      [ingestionId],
    );
    const idOf = (content: string) => ids.find((row) => row.content === content)!.id;
    await knowledge.index(workspaceId, idOf('will be ready'));
    await knowledge.index(workspaceId, idOf('   \n'));
    expect(await view()).toMatchObject({
      status: 'processing',
      processed: 1,
      failed: 1,
      skipped: 1,
      progress: 0.75,
    });

    await knowledge.index(workspaceId, idOf('will wait'));
    expect(await view()).toMatchObject({
      status: 'completed_with_failures',
      processed: 2,
      failed: 1,
      progress: 1,
    });
  });

  it('lets a text be handed in again after it has failed', async () => {
    const workspace = uuidv7();
    const [id] = await knowledge.ingest(workspace, ' \t ');
    await knowledge.index(workspace, id!);
    expect(await start({ texts: [' \t '] }, workspace)).toMatchObject({ total: 1, skipped: 0 });
  });
});
