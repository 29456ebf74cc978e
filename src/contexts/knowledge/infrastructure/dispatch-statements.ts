import { sql, type Statement } from '../../../platform/database/sql';
import { type DispatchedDocument } from '../domain/indexing-queue';
import { LEASE_WHILE_QUEUED } from './lease';

export interface NextRow extends DispatchedDocument {
  /** False for the one row beyond the window, which tells that there is more. */
  readonly isDue: boolean;
}

const EXPRESS_PLACES = 2;
const OVERDUE_AT_ONCE = 100;

/**
 * What waits, in the order of priority and age, as far as the window has room; and what was dispatched and never
 * settled within its lease: its worker died, or the queue has lost its job.
 */
export function nextToDispatch(workspaceId: string, window: number): Statement {
  return sql`
    WITH dispatched AS MATERIALIZED (
      SELECT id, lock_version, priority, lane, lease_until < now() AS is_overdue FROM knowledge.documents
      WHERE workspace_id = ${workspaceId} AND status IN ('queued', 'processing') AND deleted_at IS NULL
        AND lane IS NOT NULL
    ), counted AS (
      SELECT count(*) AS documents, count(*) FILTER (WHERE lane = 1) AS express FROM dispatched
    ), waiting AS (
      SELECT id, lock_version, priority, row_number() OVER (
        ORDER BY CASE priority WHEN 'urgent' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, id) AS place
      FROM (
        SELECT id, lock_version, priority FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND status = 'queued' AND deleted_at IS NULL AND lane IS NULL
        ORDER BY CASE priority WHEN 'urgent' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, id
        LIMIT ${window + 1}) AS first
    ), overdue AS (
      SELECT id, lock_version, priority, lane FROM dispatched WHERE is_overdue LIMIT ${OVERDUE_AT_ONCE}
    )
    SELECT id, lock_version AS generation, priority, lane, true AS "isOverdue", true AS "isDue" FROM overdue
    UNION ALL
    SELECT id, lock_version, priority, CASE WHEN place <= ${EXPRESS_PLACES} - express THEN 1 ELSE 2 END, false,
      place <= ${window} - documents
    FROM waiting, counted WHERE place <= greatest(${window} - documents, 0) + 1`;
}

/** Only what still waits: a job may have been taken up before its dispatch was noted. */
export function noteDispatched(workspaceId: string, { id, lane, generation }: DispatchedDocument): Statement {
  return sql`
    UPDATE knowledge.documents
    SET lane = ${lane}, lease_until = now() + make_interval(secs => ${LEASE_WHILE_QUEUED})
    WHERE workspace_id = ${workspaceId} AND id = ${id} AND lock_version = ${generation} AND deleted_at IS NULL`;
}
