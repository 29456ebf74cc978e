import { createHash } from 'node:crypto';
import { type DocumentVectors } from '../../src/contexts/knowledge/domain/vector-index';
import { upsertVectors } from '../../src/contexts/knowledge/infrastructure/upsert-vectors';
import { type Database } from '../../src/platform/database/database';
import { sql, type Statement } from '../../src/platform/database/sql';

/** Vectors as indexing would have left them in the database, without the indexing. */
export class VectorRows {
  constructor(private readonly database: Database) {}

  /** Adds a version; it is live unless said otherwise, and then earlier ones go. */
  async write(workspaceId: string, vectors: DocumentVectors, { live = true } = {}): Promise<void> {
    const { documentId, version, model, access, points } = vectors;
    const embeddings = points.map(({ chunkId, vector }) => ({
      contentHash: hashOf(chunkId),
      embedding: vector,
    }));
    await this.database.batch(workspaceId, [
      sql`
        INSERT INTO knowledge.ingestions (workspace_id, id, total, skipped)
        VALUES (${workspaceId}, ${documentId}, 1, 0) ON CONFLICT DO NOTHING`,
      sql`
        INSERT INTO knowledge.documents AS known (workspace_id, id, ingestion_id, title, metadata, content, content_hash,
          version, live_version, chunking, priority, status, lease_until, access)
        VALUES (${workspaceId}, ${documentId}, ${documentId}, 'Title', '{}', 'Text', ${hashOf(documentId)}, ${version},
          ${live ? version : null}, '{}', 'normal', 'ready', now(), ${access})
        ON CONFLICT (workspace_id, id) DO UPDATE SET version = excluded.version,
          live_version = coalesce(excluded.live_version, known.live_version), access = excluded.access,
          withdrawn_xid = CASE WHEN ${live} THEN pg_current_xact_id() ELSE known.withdrawn_xid END`,
      ...(live ? [removeChunks(workspaceId, documentId, version)] : []),
      sql`
        INSERT INTO knowledge.chunks (workspace_id, id, document_id, version, ordinal, text, start_offset, end_offset,
          tokens, terms, content_hash)
        SELECT ${workspaceId}, id, ${documentId}, ${version}, at, 'Text', 0, 4, 1, '', sha256(convert_to(id::text, 'UTF8'))
        FROM unnest(${points.map(({ chunkId }) => chunkId)}::uuid[]) WITH ORDINALITY AS chunk (id, at)
        ON CONFLICT DO NOTHING`,
      upsertVectors(workspaceId, model, embeddings),
    ]);
  }

  async remove(workspaceId: string, documentId: string): Promise<void> {
    await this.database.batch(workspaceId, [
      sql`
        UPDATE knowledge.documents SET deleted_at = now(), withdrawn_xid = pg_current_xact_id()
        WHERE workspace_id = ${workspaceId} AND id = ${documentId}`,
      sql`DELETE FROM knowledge.chunks WHERE workspace_id = ${workspaceId} AND document_id = ${documentId}`,
    ]);
  }

  async useModel(workspaceId: string, model: string): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        INSERT INTO knowledge.settings (workspace_id, embedding_model) VALUES (${workspaceId}, ${model})
        ON CONFLICT (workspace_id) DO UPDATE SET embedding_model = excluded.embedding_model`,
    );
  }
}

function removeChunks(workspaceId: string, documentId: string, belowVersion: number): Statement {
  return sql`
    DELETE FROM knowledge.chunks
    WHERE workspace_id = ${workspaceId} AND document_id = ${documentId} AND version < ${belowVersion}`;
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
