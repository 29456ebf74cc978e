import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { Shown } from '../../../platform/http/view-fields';
import { type ChunkingOptions } from '../domain/chunking/chunk';
import { chunkingOptions } from '../domain/chunking/chunking-options';
import { Embedders } from '../domain/embedders';

export class ChunkingView {
  @Shown({ enum: ['structure', 'paragraph', 'fixed', 'semantic'], example: 'structure' })
  strategy!: string;

  @Shown({ example: 300 })
  maxTokens!: number;

  @Shown({ example: 0 })
  overlapTokens!: number;
}

export class RetrievalView {
  @Shown({ example: 5, description: 'How many passages a search answers that names no limit.' })
  limit!: number;

  @Shown({ example: 0.2, nullable: true, description: 'Null: what suits the embedding model.' })
  threshold!: number | null;

  @Shown({ enum: ['hybrid', 'vector', 'keyword'], example: 'hybrid' })
  mode!: string;
}

export class KnowledgeSettingsView {
  @Shown({ type: ChunkingView })
  chunking!: ChunkingView;

  @Shown({ type: RetrievalView })
  retrieval!: RetrievalView;

  @Shown({ example: 'local-lexical-384', description: 'Changed by re-indexing.' })
  embeddingModel!: string;
}

interface SettingsRow {
  readonly chunking: Partial<ChunkingOptions>;
  readonly retrieval: Partial<RetrievalView>;
  readonly embeddingModel: string | null;
}

export class GetKnowledgeSettings extends Query<KnowledgeSettingsView> {
  constructor(readonly workspaceId: string) {
    super();
  }
}

@QueryHandler(GetKnowledgeSettings)
export class GetKnowledgeSettingsHandler implements IQueryHandler<GetKnowledgeSettings> {
  constructor(
    private readonly database: Database,
    private readonly embedders: Embedders,
  ) {}

  async execute({ workspaceId }: GetKnowledgeSettings): Promise<KnowledgeSettingsView> {
    const [row] = await this.database.query<SettingsRow>(
      workspaceId,
      sql`
        SELECT chunking, retrieval, embedding_model AS "embeddingModel" FROM knowledge.settings
        WHERE workspace_id = ${workspaceId}`,
    );
    return {
      chunking: chunkingOptions(row?.chunking),
      retrieval: { limit: 5, threshold: null, mode: 'hybrid', ...row?.retrieval },
      embeddingModel: row?.embeddingModel ?? this.embedders.defaultModel,
    };
  }
}
