import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql, type Statement } from '../../../platform/database/sql';
import { type ChangedSince, LiveVersions } from '../domain/live-versions';
import { type DocumentVectors } from '../domain/vector-index';
import { unpackVector } from './search/packed-vector';

/** Transactions end in another order than they begin in, and are stamped with their beginning. */
const OVERLAP_SECONDS = 60;
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

interface VersionRow extends Omit<DocumentVectors, 'points' | 'model'> {
  readonly chunkIds: readonly string[] | null;
  readonly embeddings: readonly Buffer[] | null;
}

@Injectable()
export class PostgresLiveVersions extends LiveVersions {
  constructor(private readonly database: Database) {
    super();
  }

  async changedSince(
    workspaceId: string,
    model: string,
    { since, afterId, limit }: ChangedSince,
  ): Promise<DocumentVectors[]> {
    const rows = await this.database.query<{ id: string }>(
      workspaceId,
      sql`
        SELECT id FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL AND live_version IS NOT NULL
          AND id > ${afterId ?? LOWEST_ID}
          AND (${since}::timestamptz IS NULL
            OR updated_at >= ${since}::timestamptz - make_interval(secs => ${OVERLAP_SECONDS}))
        ORDER BY id LIMIT ${limit}`,
    );
    return this.of(
      workspaceId,
      model,
      rows.map(({ id }) => id),
    );
  }

  async of(workspaceId: string, model: string, documentIds: readonly string[]): Promise<DocumentVectors[]> {
    if (documentIds.length === 0) return [];
    const rows = await this.database.query<VersionRow & Record<string, unknown>>(
      workspaceId,
      versionsOf(workspaceId, model, documentIds),
    );
    return rows.map(({ documentId, version, access, chunkIds, embeddings }) => ({
      documentId,
      version,
      access,
      model,
      points: (chunkIds ?? []).map((chunkId, i) => ({ chunkId, vector: unpackVector(embeddings![i]!) })),
    }));
  }

  async numbersOf(workspaceId: string, documentIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.query<{ id: string; version: number }>(
      workspaceId,
      sql`
        SELECT id, live_version AS version FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND id = ANY (${documentIds}::uuid[]) AND deleted_at IS NULL
          AND live_version IS NOT NULL`,
    );
    return new Map(rows.map(({ id, version }) => [id, version]));
  }
}

function versionsOf(workspaceId: string, model: string, documentIds: readonly string[]): Statement {
  return sql`
    SELECT document.id AS "documentId", document.live_version AS version, document.access,
      array_agg(chunk.id ORDER BY chunk.ordinal) FILTER (WHERE vector.embedding IS NOT NULL)::text[] AS "chunkIds",
      array_agg(vector.embedding ORDER BY chunk.ordinal) FILTER (WHERE vector.embedding IS NOT NULL) AS embeddings
    FROM knowledge.documents AS document
    LEFT JOIN knowledge.chunks AS chunk
      ON chunk.workspace_id = ${workspaceId} AND chunk.document_id = document.id
      AND chunk.version = document.live_version
    LEFT JOIN knowledge.embeddings AS vector
      ON vector.workspace_id = ${workspaceId} AND vector.model = ${model}
      AND vector.content_hash = chunk.content_hash
    WHERE document.workspace_id = ${workspaceId} AND document.id = ANY (${documentIds}::uuid[])
      AND document.deleted_at IS NULL AND document.live_version IS NOT NULL
    GROUP BY document.workspace_id, document.id ORDER BY document.id`;
}
