import { Global, Module } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Test, type TestingModule } from '@nestjs/testing';
import { Client } from 'pg';
import { readEnvironment } from '../../config/env';
import { BillingModule } from '../../src/contexts/billing/billing.module';
import { KnowledgeModule } from '../../src/contexts/knowledge/knowledge.module';
import {
  IndexDocument,
  type IndexingOutcome,
} from '../../src/contexts/knowledge/commands/index-document.command';
import { StartIngestion } from '../../src/contexts/knowledge/commands/start-ingestion.command';
import {
  type FoundKnowledge,
  type KnowledgeQuestion,
  SearchKnowledge,
} from '../../src/contexts/knowledge/contracts/search-knowledge.query';
import { type Embedder } from '../../src/contexts/knowledge/domain/embedder';
import { Embedders } from '../../src/contexts/knowledge/domain/embedders';
import { LocalEmbedder } from '../../src/contexts/knowledge/infrastructure/local.embedder';
import { uuidv7 } from '../../src/kernel/ids';
import { IdempotencyKeys } from '../../src/platform/http/idempotency/idempotency-keys';
import { PlatformModule } from '../../src/platform/platform.module';
import { type Runtime } from '../../src/platform/runtime';
import { createTestDatabase } from '../support/postgres';
import { seeAllWorkspaces } from '../support/see-all-workspaces';
import { submission } from './builders';

/** An installation with these models, the first one by default. */
class GivenEmbedders extends Embedders {
  constructor(private readonly embedders: readonly Embedder[]) {
    super();
  }

  get defaultModel(): string {
    return this.embedders[0]!.model;
  }

  get models(): readonly string[] {
    return this.embedders.map(({ model }) => model);
  }

  find(wanted: string): Embedder | null {
    return this.embedders.find(({ model }) => model === wanted) ?? null;
  }
}

/** What the controllers ask for, although nobody calls them here. */
@Global()
@Module({ providers: [{ provide: IdempotencyKeys, useValue: {} }], exports: [IdempotencyKeys] })
class WithoutHttp {}

export interface KnowledgeUnderTest {
  readonly module: TestingModule;
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  readonly ownerUrl: string;
  /** As the owner of the tables, who sees all workspaces here. */
  rows<Row>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Hands the texts in and answers the ids of the documents, in order. */
  ingest(workspaceId: string, ...texts: string[]): Promise<string[]>;
  index(workspaceId: string, documentId: string, isLastAttempt?: boolean): Promise<IndexingOutcome>;
  add(workspaceId: string, ...texts: string[]): Promise<string[]>;
  search(workspaceId: string, query: string, more?: Partial<KnowledgeQuestion>): Promise<FoundKnowledge>;
  stop(): Promise<void>;
}

/**
 * The context on a database of its own, unless DATABASE_URL names one. By default without workers: tests say when a job
 * runs.
 */
export async function startKnowledge(
  embedders: Embedder | readonly Embedder[] = new LocalEmbedder(),
  variables: Readonly<Record<string, string>> = { ROLE: 'api' },
): Promise<KnowledgeUnderTest> {
  const shared = variables.DATABASE_URL;
  const database = shared ? { url: shared, drop: () => Promise.resolve() } : await createTestDatabase();
  const runtime: Runtime = {
    settings: readEnvironment({
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: '8',
      ...variables,
    }),
    ownerUrl: database.url,
    jwtSecret: 'a secret for tests, long enough to be one',
    formerJwtSecrets: [],
    adminKey: 'an operator key for tests, long enough',
    embeddedDatabase: false,
  };
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  await seeAllWorkspaces(owner);
  const module = await Test.createTestingModule({
    imports: [PlatformModule.for(runtime), WithoutHttp, BillingModule, KnowledgeModule],
  })
    .overrideProvider(Embedders)
    .useValue(new GivenEmbedders([embedders].flat()))
    .compile();
  module.useLogger(false);
  await module.init();
  const commands = module.get(CommandBus);
  const queries = module.get(QueryBus);
  const rows = async <Row>(text: string, values: unknown[] = []) =>
    (await owner.query(text, values)).rows as Row[];

  const ingest = async (workspaceId: string, ...texts: string[]) => {
    const ingestionId = uuidv7();
    await commands.execute(new StartIngestion(workspaceId, submission({ ingestionId, texts })));
    const documents = await rows<{ id: string; content: string }>(
      'SELECT id, content FROM knowledge.documents WHERE ingestion_id = $1',
      [ingestionId],
    );
    return texts.flatMap((text) => documents.find(({ content }) => content === text)?.id ?? []);
  };
  const index = (workspaceId: string, documentId: string, isLastAttempt = false) =>
    commands.execute(
      new IndexDocument(workspaceId, documentId, { isLast: isLastAttempt, retryInSeconds: 1 }),
    );
  return {
    module,
    commands,
    queries,
    ownerUrl: database.url,
    rows,
    ingest,
    index,
    add: async (workspaceId, ...texts) => {
      const ids = await ingest(workspaceId, ...texts);
      for (const id of ids) await index(workspaceId, id);
      return ids;
    },
    search: (workspaceId, query, more = {}) =>
      queries.execute(new SearchKnowledge(workspaceId, { query, limit: 5, mode: 'hybrid', ...more })),
    stop: async () => {
      await owner.end();
      await module.close();
      await database.drop();
    },
  };
}
