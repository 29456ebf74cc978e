import { Module } from '@nestjs/common';
import { Settings } from '../../../config/settings';
import { DeleteDocumentHandler } from './commands/delete-document.command';
import { DescribeDocumentHandler } from './commands/describe-document.command';
import { Quotas } from './commands/quotas';
import { RequeueDocumentHandler } from './commands/requeue-document.command';
import { ReviseDocumentHandler } from './commands/revise-document.command';
import { StartIngestionHandler } from './commands/start-ingestion.command';
import { UpdateKnowledgeSettingsHandler } from './commands/update-settings.command';
import { Documents } from './domain/documents';
import { Embedders } from './domain/embedders';
import { Files } from './domain/files';
import { Ingestions } from './domain/ingestions';
import { KeywordIndex } from './domain/keyword-index';
import { Relevance } from './domain/relevance';
import { AddDocumentsController } from './http/add-documents.controller';
import { CollectionsController } from './http/collections.controller';
import { AdminReindexingsController } from './http/admin-reindexings.controller';
import { DocumentsController } from './http/documents.controller';
import { EmbeddingModelsController } from './http/embedding-models.controller';
import { FineTuningsController } from './http/fine-tunings.controller';
import { IngestController } from './http/ingest.controller';
import { IngestionEvents } from './http/ingestion-events';
import { IngestionsController } from './http/ingestions.controller';
import { ReindexingsController } from './http/reindexings.controller';
import { SearchController } from './http/search.controller';
import { KnowledgeSettingsController } from './http/settings.controller';
import { TrainingSetsController } from './http/training-sets.controller';
import { INDEXING } from './indexing.providers';
import { ConfiguredEmbedders } from './infrastructure/configured.embedders';
import { KnowledgeDataHolder } from './infrastructure/knowledge.data-holder';
import { PostgresDocuments } from './infrastructure/postgres.documents';
import { PostgresFiles } from './infrastructure/postgres.files';
import { PostgresIngestions } from './infrastructure/postgres.ingestions';
import { IndexFeed } from './infrastructure/search/index-feed';
import { PostgresKeywordIndex } from './infrastructure/search/postgres.keyword-index';
import { WorkspaceIndexes } from './infrastructure/search/workspace-indexes';
import { DiagnoseDocumentHandler } from './queries/diagnose-document.query';
import { DownloadFileHandler } from './queries/download-file.query';
import { GetDocumentHandler } from './queries/get-document.query';
import { GetIngestionHandler } from './queries/get-ingestion.query';
import { GetKnowledgeSettingsHandler } from './queries/get-settings.query';
import { ListChunksHandler } from './queries/list-chunks.query';
import { ListDocumentsHandler } from './queries/list-documents.query';
import { ListEmbeddingModelsHandler } from './queries/list-embedding-models.query';
import { ListReadableDocumentsHandler } from './queries/list-readable-documents.handler';
import { ReadDocumentHandler } from './queries/read-document.handler';
import { Retrieval } from './queries/retrieval';
import { SearchKnowledgeHandler } from './queries/search-knowledge.handler';
import { TRAINING } from './training.providers';
import { VECTORS } from './vectors.providers';
import { REINDEXING } from './reindexing.providers';

/** Measured on a public retrieval collection: the local embedder knows words, not meaning, and may only nudge. */
const TRUST_IN_LOCAL_VECTORS = 0.05;
const TRUST_IN_MODEL_VECTORS = 0.7;

const COMMANDS = [
  StartIngestionHandler,
  ReviseDocumentHandler,
  DescribeDocumentHandler,
  RequeueDocumentHandler,
  DeleteDocumentHandler,
  UpdateKnowledgeSettingsHandler,
  Quotas,
];
const QUERIES = [
  GetIngestionHandler,
  ListDocumentsHandler,
  GetDocumentHandler,
  ListChunksHandler,
  DownloadFileHandler,
  DiagnoseDocumentHandler,
  GetKnowledgeSettingsHandler,
  ListEmbeddingModelsHandler,
  SearchKnowledgeHandler,
  ListReadableDocumentsHandler,
  ReadDocumentHandler,
];

@Module({
  controllers: [
    IngestController,
    IngestionsController,
    AddDocumentsController,
    DocumentsController,
    SearchController,
    KnowledgeSettingsController,
    CollectionsController,
    EmbeddingModelsController,
    ReindexingsController,
    AdminReindexingsController,
    TrainingSetsController,
    FineTuningsController,
  ],
  providers: [
    ...COMMANDS,
    ...QUERIES,
    ...INDEXING,
    ...VECTORS,
    ...REINDEXING,
    ...TRAINING,
    Retrieval,
    IngestionEvents,
    IndexFeed,
    WorkspaceIndexes,
    KnowledgeDataHolder,
    { provide: Ingestions, useClass: PostgresIngestions },
    { provide: Documents, useClass: PostgresDocuments },
    { provide: Files, useClass: PostgresFiles },
    { provide: KeywordIndex, useClass: PostgresKeywordIndex },
    { provide: Embedders, useClass: ConfiguredEmbedders },
    { provide: Relevance, inject: [Settings], useFactory: relevance },
  ],
})
export class KnowledgeModule {}

function relevance({ llm }: Settings): Relevance {
  return new Relevance(llm.apiKey ? TRUST_IN_MODEL_VECTORS : TRUST_IN_LOCAL_VECTORS);
}
