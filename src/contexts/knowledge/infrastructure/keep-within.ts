import { sql, type Statement } from '../../../platform/database/sql';
import { type Limits } from '../domain/ingestions';
import { bytesOf, type Content } from '../domain/submission';

/** One writer of a limited workspace at a time: what the others have written is then counted. */
export function keepWithin(
  workspaceId: string,
  { documents, storageBytes }: Limits,
  added: readonly Content[],
): Statement[] {
  if (documents === null && storageBytes === null) return [];
  const addedBytes = added.reduce((sum, content) => sum + bytesOf(content), 0);
  return [
    sql`SELECT pg_advisory_xact_lock(hashtextextended('knowledge quota ' || ${workspaceId}::text, 0))`,
    sql`
      SELECT platform.expect_changed(CASE
        WHEN count(*) + ${added.length}::bigint <= coalesce(${documents}::bigint, 9223372036854775807)
          AND coalesce(sum(bytes), 0) + ${addedBytes}::bigint <= coalesce(${storageBytes}::bigint, 9223372036854775807)
        THEN 1 ELSE 0 END)
      FROM knowledge.documents WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL`,
  ];
}
