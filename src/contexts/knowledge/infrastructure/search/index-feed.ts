import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database';
import { sql, type Statement } from '../../../../platform/database/sql';
import { Embedder } from '../../domain/embedder';
import { unpackVector } from './packed-vector';
import { type IndexRow } from './workspace-index';

/** A place in the order of arrival. */
export interface Arrival {
  readonly xid: string;
  readonly id: string;
}

export interface Changes {
  readonly arrivals: readonly Arrival[];
  readonly withdrawnDocumentIds: readonly string[];
  /** Whatever commits later than this was read carries at least this transaction id. */
  readonly horizon: string;
}

export const FEED_PAGE = 1_000;
export const FROM_THE_START = '0';
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

interface ChunkRow {
  readonly id: string;
  readonly documentId: string;
  readonly terms: Buffer;
  readonly embedding: Buffer | null;
}

/**
 * What has changed in a workspace's chunks. Times cannot tell: a transaction may commit after a later one. So the
 * snapshot tells: all that it could not see yet carries a transaction id from its xmin on, and is asked for again.
 */
@Injectable()
export class IndexFeed {
  constructor(
    private readonly database: Database,
    private readonly embedder: Embedder,
  ) {}

  async changesSince(workspaceId: string, horizon: string): Promise<Changes> {
    const statements = [arrivalsAfter(workspaceId, { xid: horizon, id: LOWEST_ID })];
    if (horizon !== FROM_THE_START) statements.push(withdrawnSince(workspaceId, horizon));
    const [rows = [], withdrawn = []] = await this.database.batch(workspaceId, statements);
    return {
      arrivals: rows.filter(({ id }) => id !== null) as unknown as Arrival[],
      withdrawnDocumentIds: withdrawn.map(({ id }) => id as string),
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

  async read(workspaceId: string, chunkIds: readonly string[]): Promise<IndexRow[]> {
    const rows = await this.database.query<ChunkRow>(
      workspaceId,
      sql`
        SELECT id, document_id AS "documentId", terms,
          CASE WHEN embedding_model = ${this.embedder.model} THEN embedding END AS embedding
        FROM knowledge.chunks WHERE workspace_id = ${workspaceId} AND id = ANY (${chunkIds}::uuid[])`,
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

function withdrawnSince(workspaceId: string, horizon: string): Statement {
  return sql`
    SELECT id FROM knowledge.documents
    WHERE workspace_id = ${workspaceId} AND withdrawn_xid >= ${horizon}::xid8`;
}
