import { type Provider } from '@nestjs/common';
import { ContentIndexing } from './commands/content-indexing';
import { DispatchIndexingHandler } from './commands/dispatch-indexing.command';
import { IndexDocumentHandler } from './commands/index-document.command';
import { Embedding } from './commands/embedding';
import { Indexing } from './commands/indexing';
import { Reading } from './commands/reading';
import { EmbeddingCache } from './domain/embedding-cache';
import { TellProgressHandler } from './commands/tell-progress.command';
import { Downloads } from './domain/downloads';
import { IndexingQueue } from './domain/indexing-queue';
import { LanguageDetector } from './domain/language-detector';
import { DocumentParser } from './domain/parsing/document-parser';
import { Stemmers } from './domain/stemmers';
import { Tokenizer } from './domain/tokenizer';
import { BullIndexingQueue } from './infrastructure/bull.indexing-queue';
import { DocumentDeadLetterSource } from './infrastructure/document.dead-letter-source';
import { TinyldLanguageDetector } from './infrastructure/tinyld.language-detector';
import { Cl100kTokenizer } from './infrastructure/tokenizer/cl100k.tokenizer';
import { ChildProcessParser } from './infrastructure/parsing/child-process.parser';
import { PostgresEmbeddingCache } from './infrastructure/postgres.embedding-cache';
import { SafeDownloads } from './infrastructure/safe.downloads';
import { SnowballStemmers } from './infrastructure/snowball.stemmers';
import { DispatchRefills } from './jobs/dispatch-refills';
import { CountTokensHandler } from './queries/count-tokens.handler';
import { IndexDocumentProcessor } from './jobs/index-document.processor';
import { IndexingWatch } from './jobs/indexing-watch';
import { EnqueueIndexingOnIndexingRequested } from './reactions/enqueue-indexing-on-indexing-requested';
import { RequeueDocumentOnIndexingRetryAsked } from './reactions/requeue-document-on-indexing-retry-asked';
import { TellProgressOnDocumentSettled } from './reactions/tell-progress-on-document-settled';
import { WithdrawVectorsOnDocumentDeleted } from './reactions/withdraw-vectors-on-document-deleted';

/** From what was handed in to what is searched. */
export const INDEXING: readonly Provider[] = [
  DispatchIndexingHandler,
  IndexDocumentHandler,
  Indexing,
  Reading,
  ContentIndexing,
  Embedding,
  IndexDocumentProcessor,
  IndexingWatch,
  DispatchRefills,
  EnqueueIndexingOnIndexingRequested,
  RequeueDocumentOnIndexingRetryAsked,
  WithdrawVectorsOnDocumentDeleted,
  TellProgressOnDocumentSettled,
  TellProgressHandler,
  DocumentDeadLetterSource,
  CountTokensHandler,
  { provide: EmbeddingCache, useClass: PostgresEmbeddingCache },
  { provide: IndexingQueue, useClass: BullIndexingQueue },
  { provide: Downloads, useClass: SafeDownloads },
  { provide: DocumentParser, useFactory: () => new ChildProcessParser() },
  { provide: LanguageDetector, useClass: TinyldLanguageDetector },
  { provide: Tokenizer, useClass: Cl100kTokenizer },
  { provide: Stemmers, useClass: SnowballStemmers },
];
