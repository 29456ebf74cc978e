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
    WITH dispatched AS (
      SELECT count(*) AS documents, count(*) FILTER (WHERE lane = 1) AS express
      FROM knowledge.documents
      WHERE workspace_id = ${workspaceId} AND status IN ('queued', 'processing') AND deleted_at IS NULL
        AND lane IS NOT NULL
    ), waiting AS (
      SELECT id, lock_version, priority, row_number() OVER (
        ORDER BY CASE priority WHEN 'urgent' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, id) AS place
      FROM (
        SELECT id, lock_version, priority FROM knowledge.documents
        WHERE workspace_id = ${workspaceId} AND status = 'queued' AND deleted_at IS NULL AND lane IS NULL
        ORDER BY CASE priority WHEN 'urgent' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END, id
        LIMIT ${window + 1}) AS first
    ), overdue AS (
      SELECT id, lock_version, priority, lane FROM knowledge.documents
      WHERE workspace_id = ${workspaceId} AND status IN ('queued', 'processing') AND deleted_at IS NULL
        AND lane IS NOT NULL AND lease_until < now()
      LIMIT ${OVERDUE_AT_ONCE}
    )
    SELECT id, lock_version AS generation, priority, lane, true AS "isOverdue", true AS "isDue" FROM overdue
    UNION ALL
    SELECT id, lock_version, priority, CASE WHEN place <= ${EXPRESS_PLACES} - express THEN 1 ELSE 2 END, false,
      place <= ${window} - documents
    FROM waiting, dispatched WHERE place <= greatest(${window} - documents, 0) + 1`;
}

/** Only what still waits: a job may have been taken up before its dispatch was noted. */
export function noteDispatched(workspaceId: string, documents: readonly DispatchedDocument[]): Statement {
  return sql`
    UPDATE knowledge.documents AS document
    SET lane = dispatched.lane, lease_until = now() + make_interval(secs => ${LEASE_WHILE_QUEUED})
    FROM jsonb_to_recordset(${JSON.stringify(documents)}::jsonb) AS dispatched (id uuid, lane smallint, generation int)
    WHERE document.workspace_id = ${workspaceId} AND document.id = dispatched.id
      AND document.lock_version = dispatched.generation AND document.deleted_at IS NULL`;
}
