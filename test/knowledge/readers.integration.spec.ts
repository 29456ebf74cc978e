import { readersOf } from '../../src/contexts/knowledge/contracts/readers-of';
import { GetDocument } from '../../src/contexts/knowledge/queries/get-document.query';
import { ListChunks } from '../../src/contexts/knowledge/queries/list-chunks.query';
import { ListDocuments } from '../../src/contexts/knowledge/queries/list-documents.query';
import { uuidv7 } from '../../src/kernel/ids';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

describe('the names by which a caller is let in', () => {
  it('are the role, the person and the key; an owner needs none', () => {
    expect(readersOf({ role: 'owner', userId: 'u', keyId: null })).toBeNull();
    expect(readersOf({ role: 'member', userId: 'u', keyId: null })).toEqual(['role:member', 'user:u']);
    expect(readersOf({ role: 'service', userId: null, keyId: 'k' })).toEqual(['role:service', 'key:k']);
    expect(readersOf({ role: null, userId: null, keyId: null })).toEqual([]);
  });
});

describe('documents that not everybody may read', () => {
  const MEMBER = ['role:member', 'user:ada'];
  const SERVICE = ['role:service', 'key:1'];
  let knowledge: KnowledgeUnderTest;
  let workspaceId: string;
  let open: string;
  let shut: string;

  beforeAll(async () => {
    knowledge = await startKnowledge();
  });
  afterAll(() => knowledge.stop());

  beforeEach(async () => {
    workspaceId = uuidv7();
    const ids = await knowledge.add(workspaceId, 'The zeppelin lands at noon.', 'The zeppelin is for sale.');
    [open, shut] = ids as [string, string];
    await letIn(shut, ['user:ada']);
  });

  /** As an update of a document does it. */
  const letIn = (id: string, access: string[] | null) =>
    knowledge.rows(
      'UPDATE knowledge.documents SET access = $2, withdrawn_xid = pg_current_xact_id() WHERE id = $1',
      [id, access],
    );

  async function seenBy(readers: readonly string[] | null): Promise<string[]> {
    const found = await Promise.all(
      (['keyword', 'vector', 'hybrid'] as const).map(async (mode) => {
        const { hits } = await knowledge.search(workspaceId, 'zeppelin', { mode, readers });
        return hits.map(({ documentId }) => documentId).sort();
      }),
    );
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
    return found[0]!;
  }

  it('are found by those alone whom their list names, in every mode [TE-15]', async () => {
    expect(await seenBy(MEMBER)).toEqual([open, shut].sort());
    expect(await seenBy(SERVICE)).toEqual([open]);
    expect(await seenBy(null)).toEqual([open, shut].sort());
  });

  it('are found by others as soon as their list has changed, and no longer by the former ones [TE-15]', async () => {
    expect(await seenBy(SERVICE)).toEqual([open]);
    await letIn(shut, ['key:1']);
    expect(await seenBy(SERVICE)).toEqual([open, shut].sort());
    expect(await seenBy(MEMBER)).toEqual([open]);
    await letIn(shut, null);
    expect(await seenBy(MEMBER)).toEqual([open, shut].sort());
  });

  it('are not found through a filter either', async () => {
    await knowledge.rows(
      `UPDATE knowledge.documents SET metadata = '{"kind": "plan"}' WHERE workspace_id = $1`,
      [workspaceId],
    );
    const { hits } = await knowledge.search(workspaceId, 'zeppelin', {
      filter: { kind: 'plan' },
      readers: SERVICE,
    });
    expect(hits.map(({ documentId }) => documentId)).toEqual([open]);
  });

  it('are neither listed nor shown, nor are their chunks', async () => {
    const list = async (readers: readonly string[] | null) => {
      const { data } = await knowledge.queries.execute(
        new ListDocuments(workspaceId, { limit: 10 }, readers),
      );
      return data.map(({ id }) => id);
    };
    expect(await list(SERVICE)).toEqual([open]);
    expect((await list(MEMBER)).sort()).toEqual([open, shut].sort());
    const get = (readers: readonly string[]) =>
      knowledge.queries.execute(new GetDocument(workspaceId, shut, readers));
    const chunks = (readers: readonly string[]) =>
      knowledge.queries.execute(new ListChunks(workspaceId, shut, { limit: 10 }, readers));
    await expect(get(SERVICE)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(chunks(SERVICE)).rejects.toMatchObject({ kind: 'not_found' });
    expect((await get(MEMBER)).id).toBe(shut);
    expect((await chunks(MEMBER)).data).toHaveLength(1);
  });

  it('stay in the index when their readers change before they have a live version', async () => {
    await knowledge.rows('UPDATE knowledge.documents SET live_version = NULL WHERE id = $1', [shut]);
    expect(await seenBy(null)).toEqual([open]);
    await letIn(shut, ['key:1']);
    expect(await seenBy(null)).toEqual([open]);
    await knowledge.rows('UPDATE knowledge.documents SET live_version = 1 WHERE id = $1', [shut]);
    expect(await seenBy(SERVICE)).toEqual([open, shut].sort());
  });
});
