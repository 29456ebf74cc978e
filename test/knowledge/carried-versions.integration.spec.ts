import { CarriedVersions } from '../../src/contexts/knowledge/commands/carried-versions';
import { DeleteDocument } from '../../src/contexts/knowledge/commands/delete-document.command';
import { StartReindexing } from '../../src/contexts/knowledge/commands/start-reindexing.command';
import { LiveVersions } from '../../src/contexts/knowledge/domain/live-versions';
import { type Reindexing } from '../../src/contexts/knowledge/domain/reindexing';
import { Reindexings } from '../../src/contexts/knowledge/domain/reindexings';
import {
  type Candidate,
  type DocumentVectors,
  VectorIndex,
} from '../../src/contexts/knowledge/domain/vector-index';
import { uuidv7 } from '../../src/kernel/ids';
import { FoldedEmbedder } from './folded-embedder';
import { type KnowledgeUnderTest, startKnowledge } from './start-knowledge';

/** Another store of vectors, in memory. */
class DistantIndex extends VectorIndex {
  readonly isApart = true;
  readonly prepared: string[] = [];
  /** What each document has there, with its versions. */
  readonly held = new Map<string, DocumentVectors[]>();
  beforePublish: ((documentId: string) => Promise<unknown>) | null = null;

  search(): Promise<Candidate[]> {
    return Promise.resolve([]);
  }

  async publish(_workspaceId: string, vectors: DocumentVectors): Promise<void> {
    await this.beforePublish?.(vectors.documentId);
    this.held.set(vectors.documentId, [...(this.held.get(vectors.documentId) ?? []), vectors]);
  }

  withdraw(_workspaceId: string, documentId: string, belowVersion = Infinity): Promise<void> {
    const kept = (this.held.get(documentId) ?? []).filter(({ version }) => version >= belowVersion);
    if (kept.length > 0) this.held.set(documentId, kept);
    else this.held.delete(documentId);
    return Promise.resolve();
  }

  prepare(_workspaceId: string, model: string): Promise<boolean> {
    this.prepared.push(model);
    return Promise.resolve(true);
  }

  forgetWorkspace(): Promise<void> {
    return Promise.resolve();
  }
}

describe('Carrying vectors of the new model to an index that is apart', () => {
  const old = new FoldedEmbedder('folded-192', 192);
  const young = new FoldedEmbedder('folded-128', 128);
  let knowledge: KnowledgeUnderTest;
  let workspaceId: string;
  let index: DistantIndex;
  let carried: CarriedVersions;

  beforeAll(async () => {
    knowledge = await startKnowledge([old, young]);
  });
  beforeEach(() => {
    workspaceId = uuidv7();
    index = new DistantIndex();
    const { module } = knowledge;
    carried = new CarriedVersions(module.get(LiveVersions), module.get(Reindexings), index);
  });
  afterAll(() => knowledge.stop());

  /** With a vector of the new model for everything that is there. */
  const takenUp = async (): Promise<Reindexing> => {
    const wanted = { model: young.model, flips: 'automatically', requestedBy: null } as const;
    const id = await knowledge.commands.execute(new StartReindexing(workspaceId, wanted));
    const reindexings = knowledge.module.get(Reindexings);
    const reindexing = (await reindexings.takeUp(workspaceId, id, 60))!;
    const texts = await reindexings.missing(reindexing, young, null);
    const embeddings = await young.embed(texts.map(({ text }) => text));
    const vectors = texts.map(({ contentHash }, i) => ({ contentHash, embedding: embeddings[i]! }));
    await reindexings.keep(reindexing, { vectors, texts }, 60);
    return reindexing;
  };

  it('makes room for the model and carries every version that is searched [KN-16]', async () => {
    const texts = Array.from({ length: 45 }, (_, i) => `Text number ${i}.`);
    const ids = await knowledge.add(workspaceId, ...texts);
    await carried.carryAll(await takenUp());
    expect(index.prepared).toEqual([young.model]);
    expect([...index.held.keys()].sort()).toEqual([...ids].sort());
    const points = [...index.held.values()].flatMap((versions) => versions[0]!.points);
    expect(points).toHaveLength(45);
    expect(points.every(({ vector }) => vector.length === young.dimensions)).toBe(true);
  });

  it('leaves nothing of a document that was deleted while its vectors were on their way [I4]', async () => {
    const [deleted, kept] = await knowledge.add(workspaceId, 'Deleted meanwhile.', 'Still there.');
    const reindexing = await takenUp();
    index.beforePublish = async (documentId) => {
      if (documentId !== deleted) return;
      index.beforePublish = null;
      await knowledge.commands.execute(new DeleteDocument(workspaceId, documentId));
    };
    await carried.carryAll(reindexing);
    expect([...index.held.keys()]).toEqual([kept]);
  });

  it('carries what has changed since the last time, and not all of it again', async () => {
    const [first] = await knowledge.add(workspaceId, 'Carried long ago.');
    const reindexing = await takenUp();
    await knowledge.rows(
      `UPDATE knowledge.documents SET updated_at = now() - interval '1 day' WHERE id = $1`,
      [first],
    );
    await knowledge.add(workspaceId, 'New.');
    const since = new Date(Date.now() - 3_600_000);
    await carried.carryChanged({ ...reindexing, carriedAt: since });
    expect(index.held.has(first!)).toBe(false);
    expect(index.held.size).toBe(1);
    const [row] = await knowledge.rows<{ carried_at: Date }>(
      'SELECT carried_at FROM knowledge.reindexings WHERE id = $1',
      [reindexing.id],
    );
    expect(row!.carried_at.getTime()).toBeGreaterThan(since.getTime());
  });
});
