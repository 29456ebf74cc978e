import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database';
import { sql, type Statement } from '../../../../platform/database/sql';
import { unpackVector } from './packed-vector';
import { type IndexRow, type Withdrawal } from './workspace-index';

/** A place in the order of arrival. */
export interface Arrival {
  readonly xid: string;
  readonly id: string;
}

export interface Changes {
  readonly arrivals: readonly Arrival[];
  readonly withdrawals: readonly Withdrawal[];
  /** What the workspace embeds with; null: the default. */
  readonly model: string | null;
  /** Whatever commits later than this was read carries at least this transaction id. */
  readonly horizon: string;
}

export const FEED_PAGE = 1_000;
export const FROM_THE_START = '0';
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

interface ChunkRow {
  readonly id: string;
  readonly documentId: string;
  readonly version: number;
  readonly terms: Buffer;
  readonly embedding: Buffer | null;
  readonly language: string | null;
  readonly access: readonly string[] | null;
}

/**
 * What has changed in a workspace's chunks. Times cannot tell: a transaction may commit after a later one. So the
 * snapshot tells: all that it could not see yet carries a transaction id from its xmin on, and is asked for again.
 */
@Injectable()
export class IndexFeed {
  constructor(private readonly database: Database) {}

  async changesSince(workspaceId: string, horizon: string): Promise<Changes> {
    const statements = [
      arrivalsAfter(workspaceId, { xid: horizon, id: LOWEST_ID }),
      sql`SELECT embedding_model AS model FROM knowledge.settings WHERE workspace_id = ${workspaceId}`,
    ];
    if (horizon !== FROM_THE_START) statements.push(withdrawnSince(workspaceId, horizon));
    const [rows = [], settings = [], withdrawn = []] = await this.database.batch(workspaceId, statements);
    return {
      arrivals: rows.filter(({ id }) => id !== null) as unknown as Arrival[],
      withdrawals: withdrawn as Withdrawal[],
      model: (settings[0]?.model as string | undefined) ?? null,
      horizon: rows[0]!.horizon as string,
    };
  }

  async arrivalsAfter(workspaceId: string, after: Arrival): Promise<Arrival[]> {
    const rows = await this.database.query<Arrival & { id: string | null }>(
      workspaceId,
      arrivalsAfter(workspaceId, after),
    );
    return rows.filter(({ id }) => id !== null);
  }

  /** Without a model no vectors are read. */
  async read(workspaceId: string, chunkIds: readonly string[], model: string | null): Promise<IndexRow[]> {
    const rows = await this.database.query<ChunkRow>(
      workspaceId,
      sql`
        SELECT chunk.id, chunk.document_id AS "documentId", chunk.version, chunk.terms, vector.embedding,
          document.language, document.access
        FROM knowledge.chunks AS chunk
        JOIN knowledge.documents AS document
          ON document.workspace_id = ${workspaceId} AND document.id = chunk.document_id
        LEFT JOIN knowledge.embeddings AS vector
          ON vector.workspace_id = ${workspaceId} AND vector.model = ${model}
          AND vector.content_hash = chunk.content_hash
        WHERE chunk.workspace_id = ${workspaceId} AND chunk.id = ANY (${chunkIds}::uuid[])`,
    );
    return rows.map(({ embedding, ...row }) => ({ ...row, vector: embedding && unpackVector(embedding) }));
  }
}

/** One row at least, for the horizon. The limit makes every plan walk the index from where we left off. */
function arrivalsAfter(workspaceId: string, { xid, id }: Arrival): Statement {
  return sql`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon, arrival.xid, arrival.id
    FROM (VALUES (1)) AS always LEFT JOIN LATERAL (
      SELECT created_xid::text AS xid, id FROM knowledge.chunks
      WHERE workspace_id = ${workspaceId} AND (created_xid, id) > (${xid}::xid8, ${id}::uuid)
      ORDER BY created_xid, chunks.id LIMIT ${FEED_PAGE}
    ) AS arrival ON true`;
}

/** A document without a live version yet has nothing to withdraw: only its readers may have changed. */
function withdrawnSince(workspaceId: string, horizon: string): Statement {
  return sql`
    SELECT id AS "documentId", CASE WHEN deleted_at IS NULL THEN coalesce(live_version, 0) END AS "belowVersion", access
    FROM knowledge.documents
    WHERE workspace_id = ${workspaceId} AND withdrawn_xid >= ${horizon}::xid8`;
}
