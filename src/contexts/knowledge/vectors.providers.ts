import { type Provider } from '@nestjs/common';
import { CreateCollectionHandler } from './commands/create-collection.command';
import { RebuildVectorsHandler } from './commands/rebuild-vectors.command';
import { ReconcileVectorsHandler } from './commands/reconcile-vectors.command';
import { VectorReconciliation } from './commands/vector-reconciliation';
import { VECTOR_INDEX_PROVIDERS } from './infrastructure/qdrant/vector-index.providers';
import { RebuildVectorsTask } from './jobs/rebuild-vectors.task';
import { ReconcileVectorsTask } from './jobs/reconcile-vectors.task';
import { PublishReadersOnDocumentAccessChanged } from './reactions/publish-readers-on-document-access-changed';

/** The index of vectors, and what keeps it true to the database. */
export const VECTORS: readonly Provider[] = [
  ...VECTOR_INDEX_PROVIDERS,
  CreateCollectionHandler,
  RebuildVectorsHandler,
  ReconcileVectorsHandler,
  VectorReconciliation,
  RebuildVectorsTask,
  ReconcileVectorsTask,
  PublishReadersOnDocumentAccessChanged,
];
