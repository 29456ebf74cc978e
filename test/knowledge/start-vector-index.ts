import { Embedders } from '../../src/contexts/knowledge/domain/embedders';
import { VectorIndex } from '../../src/contexts/knowledge/domain/vector-index';
import { VECTOR_INDEX_PROVIDERS } from '../../src/contexts/knowledge/infrastructure/qdrant/vector-index.providers';
import { IndexFeed } from '../../src/contexts/knowledge/infrastructure/search/index-feed';
import { WorkspaceIndexes } from '../../src/contexts/knowledge/infrastructure/search/workspace-indexes';
import { Database } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { FakeQdrant } from '../support/fake-qdrant/fake-qdrant';
import { startPlatform, type TestPlatform } from '../support/platform';
import { TwoModels } from './two-models';
import { type VectorIndexUnderTest } from './vector-index.contract';
import { VectorRows } from './vector-rows';

export interface PlatformWithVectors extends TestPlatform {
  readonly rows: VectorRows;
  readonly index: VectorIndex;
}

/** The platform with the index of vectors that the variables ask for, and two models. */
export async function startPlatformWithVectors(
  variables: Readonly<Record<string, string>> = {},
  providers: Parameters<typeof startPlatform>[0] = [],
): Promise<PlatformWithVectors> {
  const platform = await startPlatform(
    [
      ...VECTOR_INDEX_PROVIDERS,
      IndexFeed,
      WorkspaceIndexes,
      { provide: Embedders, useClass: TwoModels },
      ...providers,
    ],
    { ROLE: 'api', ...variables },
  );
  const rows = new VectorRows(platform.module.get(Database));
  return { ...platform, rows, index: platform.module.get(VectorIndex) };
}

export async function startInMemory(): Promise<VectorIndexUnderTest> {
  const platform = await startPlatformWithVectors();
  const { index, rows, module } = platform;
  return {
    index,
    publish: (workspaceId, vectors) => rows.write(workspaceId, vectors),
    remove: (workspaceId, documentId) => rows.remove(workspaceId, documentId),
    useModel: (workspaceId, model) => rows.useModel(workspaceId, model),
    eraseRows: async (workspaceId) => {
      await module
        .get(Database)
        .batch(workspaceId, [
          sql`DELETE FROM knowledge.chunks WHERE workspace_id = ${workspaceId}`,
          sql`DELETE FROM knowledge.embeddings WHERE workspace_id = ${workspaceId}`,
        ]);
    },
    stop: () => platform.stop(),
  };
}

export async function startQdrant(collections: 'per-workspace' | 'shared'): Promise<VectorIndexUnderTest> {
  const qdrant = await FakeQdrant.start();
  const platform = await startPlatformWithVectors({
    QDRANT_URL: qdrant.url,
    QDRANT_COLLECTIONS: collections,
  });
  const { index, rows } = platform;
  return {
    index,
    publish: async (workspaceId, vectors) => {
      await index.publish(workspaceId, vectors);
      await index.withdraw(workspaceId, vectors.documentId, vectors.version);
    },
    remove: (workspaceId, documentId) => index.withdraw(workspaceId, documentId),
    useModel: (workspaceId, model) => rows.useModel(workspaceId, model),
    eraseRows: () => Promise.resolve(),
    stop: async () => {
      await platform.stop();
      await qdrant.stop();
    },
  };
}
