import { type DocumentVectors, type VectorIndex } from '../../src/contexts/knowledge/domain/vector-index';
import { type SearchBounds } from '../../src/contexts/knowledge/domain/search-bounds';
import { uuidv7 } from '../../src/kernel/ids';
import { chunkIdsOf, documentWith, EVERYTHING, unit } from './vectors';

export interface VectorIndexUnderTest {
  readonly index: VectorIndex;
  /** What indexing does with a version that is ready: it is found from then on, and earlier ones are not. */
  publish(workspaceId: string, vectors: DocumentVectors): Promise<void>;
  remove(workspaceId: string, documentId: string): Promise<void>;
  useModel(workspaceId: string, model: string): Promise<void>;
  /** What is erased with the workspace besides the index. */
  eraseRows(workspaceId: string): Promise<void>;
  stop(): Promise<void>;
}

type Start = () => Promise<VectorIndexUnderTest>;

const TENANTS = 5;
const DOCUMENTS_OF_EACH = 12;
const QUERIES = 200;
const AT_ONCE = 20;

/** What every adapter must do. */
export function describeVectorIndex(name: string, start: Start): void {
  describe(`an index of vectors ${name}`, () => {
    let under: VectorIndexUnderTest;
    let workspaceId: string;
    beforeAll(async () => {
      under = await start();
    });
    afterAll(() => under.stop());
    beforeEach(() => {
      workspaceId = uuidv7();
    });

    const publish = async (vectors: DocumentVectors, workspace = workspaceId) => {
      await under.publish(workspace, vectors);
      return vectors;
    };
    const find = (vector: Float32Array, bounds: Partial<SearchBounds> = {}, workspace = workspaceId) =>
      under.index.search(workspace, () => Promise.resolve(vector), { ...EVERYTHING, ...bounds });
    const idsFound = async (...args: Parameters<typeof find>) =>
      (await find(...args)).map(({ chunkId }) => chunkId);

    it('finds nothing in a workspace that has nothing', async () => {
      expect(await find(unit(1, 0, 0, 0))).toEqual([]);
    });

    it('finds the nearest by the cosine, best first, and nothing that points elsewhere', async () => {
      const vectors = [
        unit(0.2, 1, 0, 0),
        unit(1, 0, 0, 0),
        unit(1, 1, 0, 0),
        unit(-1, 0, 0, 0),
        unit(0, 0, 1, 0),
      ];
      const ids = chunkIdsOf(await publish(documentWith(vectors)));
      const found = await find(unit(1, 0, 0, 0));
      expect(found.map(({ chunkId }) => chunkId)).toEqual([ids[1], ids[2], ids[0]]);
      expect(found.map(({ score }) => score)).toEqual(
        [1, Math.SQRT1_2, 0.2 / Math.hypot(0.2, 1)].map(nearly),
      );
    });

    it('puts the best first when there are more than asked for', async () => {
      const angles = Array.from({ length: 40 }, (_, i) => i / 40);
      const ids = chunkIdsOf(
        await publish(documentWith(angles.map((a) => unit(Math.cos(a), Math.sin(a), 0, 0)))),
      );
      const found = await idsFound(unit(1, 0, 0, 0), { limit: 3 });
      expect(found.slice(0, 3)).toEqual(ids.slice(0, 3));
      expect(found.length).toBeLessThan(10);
    });

    it('shows a workspace nothing of another, however near that is [TE-13 T2]', async () => {
      await publish(documentWith([unit(1, 0, 0, 0)]), uuidv7());
      const [own] = chunkIdsOf(await publish(documentWith([unit(0.1, 1, 0, 0)])));
      expect(await idsFound(unit(1, 0, 0, 0))).toEqual([own]);
    });

    it('searches only the documents that it is bound to [KN-19]', async () => {
      const [first] = await Promise.all([
        publish(documentWith([unit(1, 0, 0, 0)])),
        publish(documentWith([unit(1, 0, 0, 0)])),
      ]);
      const documentIds = new Set([first.documentId, uuidv7()]);
      expect(await idsFound(unit(1, 0, 0, 0), { documentIds })).toEqual(chunkIdsOf(first));
      expect(await idsFound(unit(1, 0, 0, 0), { documentIds: new Set() })).toEqual([]);
    });

    it('shows the new version of a document in place of the old one [KN-20 KN-21]', async () => {
      const old = await publish(documentWith([unit(1, 0, 0, 0), unit(0, 1, 0, 0)]));
      const { documentId } = old;
      const changed = await publish(documentWith([unit(1, 0, 0, 0)], { documentId, version: 2 }));
      expect(await idsFound(unit(1, 1, 0, 0))).toEqual(chunkIdsOf(changed));
    });

    it('no longer finds a document that was deleted, and everything else [KN-21]', async () => {
      const [gone, kept] = [
        await publish(documentWith([unit(1, 0, 0, 0)])),
        await publish(documentWith([unit(1, 1, 0, 0)])),
      ];
      await under.remove(workspaceId, gone.documentId);
      await under.remove(workspaceId, gone.documentId);
      expect(await idsFound(unit(1, 0, 0, 0))).toEqual(chunkIdsOf(kept));
    });

    it('takes the same version twice as once', async () => {
      const vectors = documentWith([unit(1, 0, 0, 0), unit(1, 1, 0, 0)]);
      await publish(vectors);
      await publish(vectors);
      expect(await idsFound(unit(1, 0, 0, 0))).toEqual(chunkIdsOf(vectors));
    });

    it('asks for the question in the model of the workspace, and finds that model’s vectors alone [KN-16]', async () => {
      await publish(documentWith([unit(1, 0, 0, 0)]));
      const eight = unit(1, 0, 0, 0, 0, 0, 0, 0);
      const moved = await publish(documentWith([eight], { model: 'large-8' }));
      await under.useModel(workspaceId, 'large-8');
      const models: string[] = [];
      const asked = (model: string) => Promise.resolve((models.push(model), eight));
      const found = await under.index.search(workspaceId, asked, EVERYTHING);
      expect(models).toEqual(['large-8']);
      expect(found.map(({ chunkId }) => chunkId)).toEqual(chunkIdsOf(moved));
    });

    it('forgets a workspace whole, and leaves the others alone', async () => {
      const other = uuidv7();
      const kept = await publish(documentWith([unit(1, 0, 0, 0)]), other);
      await publish(documentWith([unit(1, 0, 0, 0)]));
      await publish(documentWith([unit(1, 0, 0, 0, 0, 0, 0, 0)], { model: 'large-8' }));
      await under.eraseRows(workspaceId);
      await under.index.forgetWorkspace(workspaceId);
      expect(await find(unit(1, 0, 0, 0))).toEqual([]);
      expect(await idsFound(unit(1, 0, 0, 0), {}, other)).toEqual(chunkIdsOf(kept));
    });

    it(`answers ${QUERIES} questions of ${TENANTS} tenants from their own documents alone [T2 TE-13]`, async () => {
      const random = randomFrom(20_261_125);
      const anyVector = () => unit(...Array.from({ length: 4 }, () => random() - 0.5));
      const tenants = Array.from({ length: TENANTS }, () => ({ id: uuidv7(), own: new Set<string>() }));
      for (const { id, own } of tenants) {
        for (let i = 0; i < DOCUMENTS_OF_EACH; i++) {
          const vectors = await publish(documentWith([anyVector(), anyVector()]), id);
          for (const chunkId of chunkIdsOf(vectors)) own.add(chunkId);
        }
      }
      let seen = 0;
      const ask = async () => {
        const { id, own } = tenants[Math.floor(random() * TENANTS)]!;
        const found = await idsFound(anyVector(), { limit: 1 + Math.floor(random() * 30) }, id);
        expect(found.filter((chunkId) => !own.has(chunkId))).toEqual([]);
        seen += found.length;
      };
      for (let asked = 0; asked < QUERIES; asked += AT_ONCE) {
        await Promise.all(Array.from({ length: AT_ONCE }, ask));
      }
      expect(seen).toBeGreaterThan(QUERIES);
    });
  });
}

/** For adapters that know access lists. */
export function describeReaders(name: string, start: Start): void {
  describe(`access lists in an index of vectors ${name}`, () => {
    let under: VectorIndexUnderTest;
    beforeAll(async () => {
      under = await start();
    });
    afterAll(() => under.stop());

    it('let in whom they name, everybody where there is none, and nobody where they are empty [TE-15]', async () => {
      const workspaceId = uuidv7();
      const lists = { open: null, sales: ['sales'], both: ['legal', 'sales'], closed: [] };
      const names = new Map<string, string>();
      for (const [listed, access] of Object.entries(lists)) {
        const vectors = documentWith([unit(1, 0, 0, 0)], { access });
        names.set(chunkIdsOf(vectors)[0]!, listed);
        await under.publish(workspaceId, vectors);
      }
      const seenBy = async (readers: readonly string[] | null) => {
        const asked = () => Promise.resolve(unit(1, 0, 0, 0));
        const found = await under.index.search(workspaceId, asked, { ...EVERYTHING, readers });
        return found.map(({ chunkId }) => names.get(chunkId)).sort();
      };
      expect(await seenBy(['sales'])).toEqual(['both', 'open', 'sales']);
      expect(await seenBy(['legal', 'support'])).toEqual(['both', 'open']);
      expect(await seenBy([])).toEqual(['open']);
      expect(await seenBy(['(nobody)'])).toEqual(['open']);
      expect(await seenBy(null)).toEqual(['both', 'closed', 'open', 'sales']);
    });
  });
}

/** An index may keep vectors more coarsely than they were given. */
const nearly = (score: number): unknown => expect.closeTo(score, 2);

/** The same numbers in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
