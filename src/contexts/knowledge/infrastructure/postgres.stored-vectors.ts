import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { Embedders } from '../domain/embedders';
import { type ChunkPage, StoredVectors } from '../domain/stored-vectors';
import { type DocumentVectors, type VectorPoint } from '../domain/vector-index';
import { unpackVector } from './search/packed-vector';

const PAGE = 1_000;
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';
const BYTES_PER_FLOAT = 4;

interface VectorRow {
  readonly chunkId: string;
  readonly documentId: string;
  readonly version: number;
  readonly access: string[] | null;
  readonly embedding: Buffer;
}

@Injectable()
export class PostgresStoredVectors extends StoredVectors {
  constructor(
    private readonly database: Database,
    private readonly embedders: Embedders,
  ) {
    super();
  }

  async modelOf(workspaceId: string): Promise<string> {
    const [settings] = await this.database.query<{ model: string | null }>(
      workspaceId,
      sql`SELECT embedding_model AS model FROM knowledge.settings WHERE workspace_id = ${workspaceId}`,
    );
    return settings?.model ?? this.embedders.defaultModel;
  }

  /** Vectors of another length were made before the model's dimensions were changed: no index takes them. */
  async live(workspaceId: string, model: string, place: string | null): Promise<ChunkPage> {
    const bytes = (this.embedders.find(model)?.dimensions ?? 0) * BYTES_PER_FLOAT;
    const rows = await this.database.query<{ id: string }>(
      workspaceId,
      sql`
        SELECT chunk.id
        FROM knowledge.chunks AS chunk
        JOIN knowledge.documents AS document
          ON document.workspace_id = ${workspaceId} AND document.id = chunk.document_id
          AND document.live_version = chunk.version AND document.deleted_at IS NULL
        JOIN knowledge.embeddings AS vector
          ON vector.workspace_id = ${workspaceId} AND vector.model = ${model}
          AND vector.content_hash = chunk.content_hash AND octet_length(vector.embedding) = ${bytes}
        WHERE chunk.workspace_id = ${workspaceId} AND chunk.id > ${place ?? LOWEST_ID}
        ORDER BY chunk.id LIMIT ${PAGE}`,
    );
    const chunkIds = rows.map(({ id }) => id);
    return { chunkIds, next: chunkIds.length === PAGE ? chunkIds.at(-1)! : null };
  }

  async read(workspaceId: string, model: string, chunkIds: readonly string[]): Promise<DocumentVectors[]> {
    const rows = await this.database.query<VectorRow>(
      workspaceId,
      sql`
        SELECT chunk.id AS "chunkId", chunk.document_id AS "documentId", chunk.version, document.access,
          vector.embedding
        FROM knowledge.chunks AS chunk
        JOIN knowledge.documents AS document
          ON document.workspace_id = ${workspaceId} AND document.id = chunk.document_id
          AND document.live_version = chunk.version AND document.deleted_at IS NULL
        JOIN knowledge.embeddings AS vector
          ON vector.workspace_id = ${workspaceId} AND vector.model = ${model}
          AND vector.content_hash = chunk.content_hash
        WHERE chunk.workspace_id = ${workspaceId} AND chunk.id = ANY (${chunkIds}::uuid[])`,
    );
    return byDocument(rows, model);
  }

  async goneAmong(workspaceId: string, chunkIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      workspaceId,
      sql`
        SELECT held.id FROM unnest(${chunkIds}::uuid[]) AS held (id)
        WHERE NOT EXISTS (
          SELECT FROM knowledge.chunks AS chunk
          JOIN knowledge.documents AS document
            ON document.workspace_id = ${workspaceId} AND document.id = chunk.document_id
          WHERE chunk.workspace_id = ${workspaceId} AND chunk.id = held.id AND document.deleted_at IS NULL
            AND (document.live_version IS NULL OR chunk.version >= document.live_version))`,
    );
    return rows.map(({ id }) => id);
  }
}

function byDocument(rows: readonly VectorRow[], model: string): DocumentVectors[] {
  const documents = new Map<string, DocumentVectors & { readonly points: VectorPoint[] }>();
  for (const { documentId, version, access, chunkId, embedding } of rows) {
    const document = documents.get(documentId) ?? { documentId, version, model, access, points: [] };
    document.points.push({ chunkId, vector: unpackVector(embedding) });
    documents.set(documentId, document);
  }
  return [...documents.values()];
}
