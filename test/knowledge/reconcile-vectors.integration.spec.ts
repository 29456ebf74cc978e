import { CommandBus } from '@nestjs/cqrs';
import {
  RebuildVectors,
  RebuildVectorsHandler,
} from '../../src/contexts/knowledge/commands/rebuild-vectors.command';
import { ReconcileVectorsHandler } from '../../src/contexts/knowledge/commands/reconcile-vectors.command';
import { VectorReconciliation } from '../../src/contexts/knowledge/commands/vector-reconciliation';
import { RebuildVectorsTask } from '../../src/contexts/knowledge/jobs/rebuild-vectors.task';
import { ReconcileVectorsTask } from '../../src/contexts/knowledge/jobs/reconcile-vectors.task';
import { uuidv7 } from '../../src/kernel/ids';
import { DataQueue } from '../../src/platform/data-rights/data-queue';
import { FakeQdrant } from '../support/fake-qdrant/fake-qdrant';
import { type PlatformWithVectors, startPlatformWithVectors } from './start-vector-index';
import { chunkIdsOf, documentWith, unit } from './vectors';

const X = unit(1, 0, 0, 0);
const WORKERS = [
  VectorReconciliation,
  RebuildVectorsHandler,
  ReconcileVectorsHandler,
  RebuildVectorsTask,
  ReconcileVectorsTask,
];

describe('what Qdrant holds and what the database says', () => {
  let qdrant: FakeQdrant;
  let platform: PlatformWithVectors;
  let queued: jest.SpyInstance;
  let workspaceId: string;

  beforeAll(async () => {
    qdrant = await FakeQdrant.start();
    platform = await startPlatformWithVectors({ QDRANT_URL: qdrant.url }, WORKERS);
    queued = jest.spyOn(platform.module.get(DataQueue), 'add');
  });
  beforeEach(() => {
    qdrant.reset();
    queued.mockReset().mockResolvedValue(undefined);
    workspaceId = uuidv7();
  });
  afterAll(async () => {
    await platform.stop();
    await qdrant.stop();
  });

  const held = (workspace = workspaceId) =>
    [...(qdrant.collections.get(`workspace_${workspace}_small-4`)?.points.keys() ?? [])].sort();
  /** A document that is in the database and in the index. */
  const add = async (workspace = workspaceId, more: Parameters<typeof documentWith>[1] = {}) => {
    const vectors = documentWith([X, unit(1, 1, 0, 0)], more);
    await platform.rows.write(workspace, vectors);
    await platform.index.publish(workspace, vectors);
    return vectors;
  };
  /** Rounds until one has begun anew, whichever workspaces other tests have left. */
  const reconcile = async () => {
    const task = platform.module.get(ReconcileVectorsTask);
    for (let round = 0; round < 5; round++) await task.run();
  };

  it('become the same again when a collection is built from the database [KN-37 K11]', async () => {
    const documents = [await add(), await add()];
    await platform.rows.write(workspaceId, documentWith([X]), { live: false });
    qdrant.collections.clear();
    const command = new RebuildVectors(workspaceId);
    expect(await platform.module.get(CommandBus).execute(command)).toEqual({ published: 4, removed: 0 });
    expect(held()).toEqual(documents.flatMap(chunkIdsOf).sort());
  });

  it('are the same after a rebuild that finds points of documents that are gone', async () => {
    const [kept, gone] = [await add(), await add()];
    await platform.rows.remove(workspaceId, gone.documentId);
    await platform.module.get(RebuildVectorsTask).run({
      subjectId: workspaceId,
      workspaceId,
      userId: null,
      requestId: 'test',
      traceparent: null,
    });
    expect(held()).toEqual(chunkIdsOf(kept).sort());
  });

  it('are brought together in rounds: what is missing comes, what is left over goes [KN-21]', async () => {
    const [kept, lost, gone] = [await add(), await add(), await add()];
    const changed = documentWith([X], { documentId: kept.documentId, version: 2 });
    await platform.rows.write(workspaceId, changed);
    await platform.index.withdraw(workspaceId, lost.documentId);
    await platform.rows.remove(workspaceId, gone.documentId);
    await reconcile();
    expect(held()).toEqual([...chunkIdsOf(changed), ...chunkIdsOf(lost)].sort());
  });

  it('may differ by a version that is still on its way', async () => {
    const live = await add();
    const coming = documentWith([X], { documentId: live.documentId, version: 2 });
    await platform.rows.write(workspaceId, coming, { live: false });
    await platform.index.publish(workspaceId, coming);
    await reconcile();
    expect(held()).toEqual([...chunkIdsOf(live), ...chunkIdsOf(coming)].sort());
  });

  it('are compared beyond a first page, and a workspace that fails does not keep the next one waiting', async () => {
    const many = documentWith(Array.from({ length: 1_100 }, () => X));
    await platform.rows.write(workspaceId, many);
    await platform.index.prepare(workspaceId, 'small-4');
    qdrant.mood = 'failing';
    await expect(platform.module.get(ReconcileVectorsTask).run()).rejects.toMatchObject({
      kind: 'unavailable',
    });
    qdrant.mood = 'well';
    await reconcile();
    expect(held()).toHaveLength(1_100);
  });

  it('are built again as work of its own where a whole collection was lost', async () => {
    await add();
    qdrant.collections.clear();
    await reconcile();
    expect(queued).toHaveBeenCalledWith('rebuild-vectors', { subjectId: workspaceId, workspaceId });
    expect(queued.mock.calls.filter((call) => JSON.stringify(call).includes(workspaceId))).toHaveLength(1);
  });
});

describe('without Qdrant', () => {
  it('there is nothing to compare or to build', async () => {
    const platform = await startPlatformWithVectors({}, WORKERS);
    const workspaceId = uuidv7();
    await platform.rows.write(workspaceId, documentWith([X]));
    await platform.module.get(ReconcileVectorsTask).run();
    const command = new RebuildVectors(workspaceId);
    expect(await platform.module.get(CommandBus).execute(command)).toEqual({ published: 0, removed: 0 });
    expect(platform.index.isApart).toBe(false);
    await platform.stop();
  });
});
