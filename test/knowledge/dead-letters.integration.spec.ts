import { Client } from 'pg';
import { DeleteDocument } from '../../src/contexts/knowledge/commands/delete-document.command';
import { DocumentDeadLetterSource } from '../../src/contexts/knowledge/infrastructure/document.dead-letter-source';
import { Embedder } from '../../src/contexts/knowledge/domain/embedder';
import { uuidv7 } from '../../src/kernel/ids';
import { loginUrl } from '../../src/platform/database/roles';
import { ReconcileDeadLetters } from '../../src/platform/dead-letters/reconcile-dead-letters.task';
import { RelayDatabase } from '../../src/platform/outbox/relay-database';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

class BrokenEmbedder extends Embedder {
  readonly isMetered = false;
  readonly batchSize = 100;
  readonly model = 'broken';
  readonly dimensions = 8;

  embed(): Promise<Float32Array[]> {
    return Promise.reject(new Error('the provider says: out of credit'));
  }
}

interface Letter {
  readonly subject_id: string;
  readonly status: string;
  readonly error_code: string | null;
}

describe('Failed documents and their dead letters', () => {
  const [here, elsewhere] = [uuidv7(), uuidv7()];
  let knowledge: KnowledgeUnderTest;

  beforeAll(async () => {
    knowledge = await startKnowledge(new BrokenEmbedder());
  });
  afterAll(() => knowledge.stop());
  beforeEach(() =>
    knowledge
      .rows('DELETE FROM platform.dead_letters')
      .then(() => knowledge.rows('DELETE FROM knowledge.documents')),
  );

  const fail = async (workspaceId: string, ...texts: string[]) => {
    const ids = await knowledge.ingest(workspaceId, ...texts);
    for (const id of ids) await knowledge.index(workspaceId, id, true);
    return ids;
  };
  const reconcile = () => {
    const source = new DocumentDeadLetterSource(knowledge.module.get(RelayDatabase));
    return knowledge.module.get(ReconcileDeadLetters).reconcile(source);
  };
  const letters = () => knowledge.rows<Letter>('SELECT * FROM platform.dead_letters ORDER BY id');
  const open = async () =>
    (await letters()).filter(({ status }) => status === 'open').map(({ subject_id }) => subject_id);

  it('are the same set, in all workspaces, whichever of them gets lost [I3 Q9 KN-30]', async () => {
    const failed = [...(await fail(here, 'one', 'two')), ...(await fail(elsewhere, 'three'))];
    expect((await open()).sort()).toEqual(failed.sort());

    await knowledge.rows('DELETE FROM platform.dead_letters WHERE subject_id = $1', [failed[0]]);
    await knowledge.rows(`UPDATE knowledge.documents SET status = 'ready' WHERE id = $1`, [failed[1]]);
    await reconcile();
    expect((await open()).sort()).toEqual([failed[0], failed[2]].sort());
  });

  it('end together when a document is deleted, in the same moment [I3]', async () => {
    const [id] = await fail(here, 'to be deleted');
    await knowledge.commands.execute(new DeleteDocument(here, id!));
    expect(await letters()).toMatchObject([{ subject_id: id, status: 'resolved' }]);
  });

  it('end together when a document is deleted by a way that forgets the letter [I3]', async () => {
    const [id] = await fail(here, 'to be forgotten');
    await knowledge.rows('UPDATE knowledge.documents SET deleted_at = now() WHERE id = $1', [id]);
    await reconcile();
    expect(await letters()).toMatchObject([{ subject_id: id, status: 'resolved' }]);
  });

  it('carry the machine word of what went wrong only where it was written to be shown', async () => {
    await fail(here, 'nobody can embed this');
    expect(await letters()).toMatchObject([{ error_code: null, error: 'the provider says: out of credit' }]);
  });

  it('show the relay which documents have failed, and not what is in them [T13]', async () => {
    const [id] = await fail(here, 'a secret text');
    const relay = new Client({ connectionString: loginUrl(knowledge.ownerUrl, 'relay') });
    await relay.connect();
    const seen = await relay.query<{ id: string }>('SELECT id, attempts FROM knowledge.documents');
    expect(seen.rows).toMatchObject([{ id }]);
    for (const column of ['title', 'content', 'error', 'metadata']) {
      const read = relay.query(`SELECT ${column} FROM knowledge.documents`);
      await expect(read).rejects.toThrow(/permission denied/);
    }
    await relay.end();
  });
});
