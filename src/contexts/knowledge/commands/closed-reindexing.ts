import { DomainError, notFound } from '../../../kernel/domain-error';
import { type Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type ReindexingStatus } from '../domain/reindexing';

const WORDS: Readonly<Record<ReindexingStatus, string>> = {
  running: 'is being changed by somebody else',
  ready: 'is being changed by somebody else',
  flipped: 'has flipped already',
  cancelled: 'was cancelled',
  failed: 'has failed',
};

/** Why nothing can be asked of it any more. */
export async function refusalOfClosed(
  database: Database,
  workspaceId: string,
  id: string,
): Promise<DomainError> {
  const [found] = await database.query<{ status: ReindexingStatus }>(
    workspaceId,
    sql`SELECT status FROM knowledge.reindexings WHERE workspace_id = ${workspaceId} AND id = ${id}`,
  );
  if (!found) return notFound('re-indexing');
  const detail = `The re-indexing ${WORDS[found.status]}.`;
  return new DomainError({ kind: 'conflict', code: 'reindexing_closed', detail });
}
