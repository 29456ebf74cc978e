import { Module } from '@nestjs/common';
import { Settings } from '../../../config/settings';
import { createOpenAiClient } from '../../platform/llm/openai-client';
import { DeleteDocumentHandler } from './commands/delete-document.command';
import { IndexDocumentHandler } from './commands/index-document.command';
import { Indexing } from './commands/indexing';
import { RenewIndexingHandler } from './commands/renew-indexing.command';
import { RequeueDocumentHandler } from './commands/requeue-document.command';
import { StartIngestionHandler } from './commands/start-ingestion.command';
import { Documents } from './domain/documents';
import { Embedder } from './domain/embedder';
import { Ingestions } from './domain/ingestions';
import { KeywordIndex } from './domain/keyword-index';
import { Relevance } from './domain/relevance';
import { Tokenizer } from './domain/tokenizer';
import { VectorIndex } from './domain/vector-index';
import { DocumentsController } from './http/documents.controller';
import { IngestController } from './http/ingest.controller';
import { IngestionsController } from './http/ingestions.controller';
import { SearchController } from './http/search.controller';
import { EstimatingTokenizer } from './infrastructure/estimating.tokenizer';
import { KnowledgeDataHolder } from './infrastructure/knowledge.data-holder';
import { LocalEmbedder } from './infrastructure/local.embedder';
import { OpenAiEmbedder } from './infrastructure/openai.embedder';
import { PostgresDocuments } from './infrastructure/postgres.documents';
import { PostgresIngestions } from './infrastructure/postgres.ingestions';
import { IndexFeed } from './infrastructure/search/index-feed';
import { PostgresKeywordIndex } from './infrastructure/search/postgres.keyword-index';
import { PostgresVectorIndex } from './infrastructure/search/postgres.vector-index';
import { WorkspaceIndexes } from './infrastructure/search/workspace-indexes';
import { IndexDocumentProcessor } from './jobs/index-document.processor';
import { IndexingWatch } from './jobs/indexing-watch';
import { GetDocumentHandler } from './queries/get-document.query';
import { GetIngestionHandler } from './queries/get-ingestion.query';
import { ListChunksHandler } from './queries/list-chunks.query';
import { ListDocumentsHandler } from './queries/list-documents.query';
import { Retrieval } from './queries/retrieval';
import { SearchKnowledgeHandler } from './queries/search-knowledge.handler';
import { EnqueueIndexingOnIndexingRequested } from './reactions/enqueue-indexing-on-indexing-requested';
import { RequeueDocumentOnIndexingRetryAsked } from './reactions/requeue-document-on-indexing-retry-asked';

/** Measured on a public retrieval collection: the local embedder knows words, not meaning, and may only nudge. */
const TRUST_IN_LOCAL_VECTORS = 0.3;
const TRUST_IN_MODEL_VECTORS = 0.7;

const COMMANDS = [
  StartIngestionHandler,
  IndexDocumentHandler,
  RequeueDocumentHandler,
  RenewIndexingHandler,
  DeleteDocumentHandler,
];
const QUERIES = [
  GetIngestionHandler,
  ListDocumentsHandler,
  GetDocumentHandler,
  ListChunksHandler,
  SearchKnowledgeHandler,
];
const REACTIONS = [EnqueueIndexingOnIndexingRequested, RequeueDocumentOnIndexingRetryAsked];

@Module({
  controllers: [IngestController, IngestionsController, DocumentsController, SearchController],
  providers: [
    ...COMMANDS,
    ...QUERIES,
    ...REACTIONS,
    Indexing,
    Retrieval,
    IndexDocumentProcessor,
    IndexingWatch,
    IndexFeed,
    WorkspaceIndexes,
    KnowledgeDataHolder,
    { provide: Ingestions, useClass: PostgresIngestions },
    { provide: Documents, useClass: PostgresDocuments },
    { provide: VectorIndex, useClass: PostgresVectorIndex },
    { provide: KeywordIndex, useClass: PostgresKeywordIndex },
    { provide: Tokenizer, useClass: EstimatingTokenizer },
    { provide: Embedder, inject: [Settings], useFactory: embedder },
    { provide: Relevance, inject: [Settings], useFactory: relevance },
  ],
})
export class KnowledgeModule {}

function embedder({ llm }: Settings): Embedder {
  const client = createOpenAiClient(llm);
  return client
    ? new OpenAiEmbedder(client, llm.embeddingModel, llm.embeddingDimensions)
    : new LocalEmbedder();
}

function relevance({ llm }: Settings): Relevance {
  return new Relevance(llm.apiKey ? TRUST_IN_MODEL_VECTORS : TRUST_IN_LOCAL_VECTORS);
}
