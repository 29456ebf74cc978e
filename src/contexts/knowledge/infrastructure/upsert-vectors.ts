import { sql, type Statement } from '../../../platform/database/sql';
import { type HashedVector } from '../domain/embedding-cache';
import { packVectors } from './search/packed-vector';

/**
 * In the order of their hashes, so that two transactions that share some wait for each other, never both at once.
 * One that is there already is marked as used: the collector of orphans then leaves it alone. It stays as it is, unless
 * the installation has changed the model's dimensions since.
 */
export function upsertVectors(
  workspaceId: string,
  model: string,
  vectors: readonly HashedVector[],
): Statement {
  const unique = [...new Map(vectors.map((vector) => [vector.contentHash.toString('hex'), vector]))];
  const sorted = unique.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, vector]) => vector);
  const vectorBytes = sorted[0]?.embedding.byteLength ?? 0;
  return sql`
    INSERT INTO knowledge.embeddings AS known (workspace_id, model, content_hash, embedding)
    SELECT ${workspaceId}, ${model},
      substring(${Buffer.concat(sorted.map(({ contentHash }) => contentHash))}::bytea FROM 32 * at + 1 FOR 32),
      substring(${packVectors(sorted.map(({ embedding }) => embedding))}::bytea FROM ${vectorBytes} * at + 1 FOR ${vectorBytes})
    FROM generate_series(0, ${sorted.length - 1}) AS at
    ON CONFLICT (workspace_id, model, content_hash) DO UPDATE SET used_at = now(),
      embedding = CASE WHEN octet_length(known.embedding) = octet_length(excluded.embedding)
        THEN known.embedding ELSE excluded.embedding END`;
}
