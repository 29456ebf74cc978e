import { type Provider } from '@nestjs/common';
import { QdrantServer } from '../../../../platform/qdrant/qdrant-server';
import { StoredVectors } from '../../domain/stored-vectors';
import { VectorIndex } from '../../domain/vector-index';
import { VectorInventory } from '../../domain/vector-inventory';
import { PostgresStoredVectors } from '../postgres.stored-vectors';
import { PostgresVectorIndex } from '../search/postgres.vector-index';
import { FOREIGN_POINTS_METRIC, ForeignPoints } from './foreign-points';
import { QdrantCollections } from './qdrant-collections';
import { QdrantVectorIndex } from './qdrant.vector-index';
import { QdrantVectorInventory } from './qdrant.vector-inventory';

/** Which index holds the vectors: Qdrant where one is configured. The other is never asked anything. */
export const VECTOR_INDEX_PROVIDERS: readonly Provider[] = [
  FOREIGN_POINTS_METRIC,
  ForeignPoints,
  QdrantCollections,
  QdrantVectorIndex,
  PostgresVectorIndex,
  { provide: StoredVectors, useClass: PostgresStoredVectors },
  { provide: VectorInventory, useClass: QdrantVectorInventory },
  {
    provide: VectorIndex,
    inject: [QdrantServer, QdrantVectorIndex, PostgresVectorIndex],
    useFactory: (server: QdrantServer, qdrant: VectorIndex, postgres: VectorIndex) =>
      server.isConfigured ? qdrant : postgres,
  },
];
