import { StartReindexing } from '../../src/contexts/knowledge/commands/start-reindexing.command';
import { FindLostReindexings } from '../../src/contexts/knowledge/jobs/find-lost-reindexings.task';
import { GetReindexing } from '../../src/contexts/knowledge/queries/get-reindexing.query';
import { uuidv7 } from '../../src/kernel/ids';
import { eventually } from '../support/eventually';
import { FoldedEmbedder } from './folded-embedder';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

const WITHIN_MS = 40_000;
const NAMES =
  'albatross bramble cormorant dolphin ember falcon gannet heron iceberg juniper kestrel lantern marlin narwhal osprey petrel';
jest.setTimeout(2 * WITHIN_MS);

describe('A workspace that is searched and fed while it moves to another model', () => {
  const old = new FoldedEmbedder('folded-192', 192);
  const young = new FoldedEmbedder('folded-128', 128, 4);
  const workspaceId = uuidv7();
  const names = NAMES.split(' ');
  const texts = names.map((name) => `The berth at the northern quay is kept for the vessel ${name}.`);
  let knowledge: KnowledgeUnderTest;

  beforeAll(async () => {
    knowledge = await startKnowledge([old, young], { ROLE: 'all' });
  });
  afterAll(() => knowledge.stop());

  const allReady = () =>
    eventually(async () => {
      const waiting = await knowledge.rows(
        `SELECT 1 FROM knowledge.documents WHERE workspace_id = $1 AND status <> 'ready'`,
        [workspaceId],
      );
      expect(waiting).toEqual([]);
    }, WITHIN_MS);
  const missing = () =>
    knowledge.rows(
      `SELECT id FROM knowledge.chunks AS chunk WHERE workspace_id = $1 AND NOT EXISTS (
         SELECT 1 FROM knowledge.embeddings AS vector WHERE vector.workspace_id = $1 AND vector.model = $2
           AND vector.content_hash = chunk.content_hash)`,
      [workspaceId, young.model],
    );

  it('finds what it knows at every moment, with one model at a time, and in the end all of it [KN-16 KN-20 I1]', async () => {
    await knowledge.ingest(workspaceId, ...texts);
    await allReady();
    let isOver = false;
    const wrong: unknown[] = [];
    const searches = (async () => {
      for (let i = 0; !isOver; i = (i + 1) % texts.length) {
        const found = await knowledge.search(workspaceId, `the ${names[i]}`, { mode: 'vector' });
        if (found.legs.vector !== 'ran' || found.hits[0]?.text !== texts[i]) wrong.push([i, found]);
      }
    })();
    const ingestions = (async () => {
      for (let i = 0; !isOver; i++) await knowledge.ingest(workspaceId, `Notice ${i}: the tide turns early.`);
    })();
    try {
      const wanted = { model: young.model, flips: 'automatically', requestedBy: null } as const;
      const id = await knowledge.commands.execute(new StartReindexing(workspaceId, wanted));
      await eventually(async () => {
        const { status } = await knowledge.queries.execute(new GetReindexing(workspaceId, id));
        expect(status).toBe('flipped');
      }, WITHIN_MS);
      for (const [i, text] of texts.entries()) {
        const { hits } = await knowledge.search(workspaceId, `the ${names[i]}`, { mode: 'vector' });
        expect(hits[0]?.text).toBe(text);
      }
    } finally {
      isOver = true;
      await Promise.all([searches, ingestions]);
    }
    expect(wrong).toEqual([]);
    await allReady();
    await eventually(async () => {
      await knowledge.rows('UPDATE knowledge.reindexings SET lease_until = now() WHERE lease_until > now()');
      await knowledge.module.get(FindLostReindexings).run();
      expect(await missing()).toEqual([]);
    }, WITHIN_MS);
  });
});
