import { sql, type Statement } from '../../../platform/database/sql';
import { type Embedder } from '../domain/embedder';
import { type Reindexing } from '../domain/reindexing';

const BYTES_PER_FLOAT = 4;
const LOWEST_ID = '00000000-0000-0000-0000-000000000000';

export interface MissingRow {
  readonly chunkId: string;
  readonly documentId: string;
  readonly contentHash: Buffer;
  readonly title: string;
  readonly heading: string | null;
  readonly text: string;
}

/** A vector of other dimensions is from before the installation changed them, and of no use. */
export function missingVectors(
  { workspaceId }: Reindexing,
  { model, dimensions, batchSize }: Embedder,
  reached: string | null,
): Statement {
  return sql`
    SELECT chunk.id AS "chunkId", chunk.document_id AS "documentId", chunk.content_hash AS "contentHash",
      document.title, chunk.heading, chunk.text
    FROM knowledge.chunks AS chunk
    JOIN knowledge.documents AS document
      ON document.workspace_id = ${workspaceId} AND document.id = chunk.document_id AND document.deleted_at IS NULL
    LEFT JOIN knowledge.embeddings AS known
      ON known.workspace_id = ${workspaceId} AND known.model = ${model} AND known.content_hash = chunk.content_hash
    WHERE chunk.workspace_id = ${workspaceId} AND chunk.id > ${reached ?? LOWEST_ID}
      AND octet_length(known.embedding) IS DISTINCT FROM ${dimensions * BYTES_PER_FLOAT}
    ORDER BY chunk.id LIMIT ${batchSize}`;
}

/** A text counts once, however many chunks share it. */
export function countMissing(
  { workspaceId, id, lockVersion }: Reindexing,
  { model, dimensions }: Embedder,
): Statement {
  return sql`
    UPDATE knowledge.reindexings SET total = (
      SELECT count(DISTINCT chunk.content_hash) FROM knowledge.chunks AS chunk
      LEFT JOIN knowledge.embeddings AS known
        ON known.workspace_id = ${workspaceId} AND known.model = ${model} AND known.content_hash = chunk.content_hash
      WHERE chunk.workspace_id = ${workspaceId}
        AND octet_length(known.embedding) IS DISTINCT FROM ${dimensions * BYTES_PER_FLOAT})
    WHERE workspace_id = ${workspaceId} AND id = ${id} AND lock_version = ${lockVersion} AND total IS NULL`;
}
