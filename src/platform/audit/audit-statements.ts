import { sql, type Statement } from '../database/sql';

/** What to show of a log; without any, all of it. */
export interface AuditFilter {
  readonly action?: string;
  readonly actorId?: string;
  readonly outcome?: string;
  readonly from?: string;
  readonly to?: string;
}

/**
 * Each statement comes twice, for a workspace's log and for the platform's: no index is found by a
 * condition that fits both.
 */
export function newestEntries(
  workspaceId: string | null,
  filter: AuditFilter,
  belowId: string,
  limit: number,
): Statement {
  const { action = null, actorId = null, outcome = null } = filter;
  const [from, to] = [momentOf(filter.from), momentOf(filter.to)];
  if (workspaceId === null) {
    return sql`
      SELECT *, detail::text AS detail_text, (extract(epoch FROM occurred_at) * 1000000)::bigint::text AS micros
      FROM platform.audit_entries
      WHERE workspace_id IS NULL
        AND seq < coalesce((SELECT seq FROM platform.audit_entries WHERE id = ${belowId}), 9223372036854775807)
        AND (${action}::text IS NULL OR action = ${action}) AND (${actorId}::uuid IS NULL OR actor_id = ${actorId})
        AND (${outcome}::text IS NULL OR outcome = ${outcome})
        AND (${from}::timestamptz IS NULL OR occurred_at >= ${from})
        AND (${to}::timestamptz IS NULL OR occurred_at < ${to})
      ORDER BY workspace_id DESC, seq DESC LIMIT ${limit}`;
  }
  return sql`
    SELECT *, detail::text AS detail_text, (extract(epoch FROM occurred_at) * 1000000)::bigint::text AS micros
    FROM platform.audit_entries
    WHERE workspace_id = ${workspaceId}
      AND seq < coalesce((SELECT seq FROM platform.audit_entries WHERE id = ${belowId}), 9223372036854775807)
      AND (${action}::text IS NULL OR action = ${action}) AND (${actorId}::uuid IS NULL OR actor_id = ${actorId})
      AND (${outcome}::text IS NULL OR outcome = ${outcome})
      AND (${from}::timestamptz IS NULL OR occurred_at >= ${from})
      AND (${to}::timestamptz IS NULL OR occurred_at < ${to})
    ORDER BY seq DESC LIMIT ${limit}`;
}

export function stretchOf(workspaceId: string | null, after: number, upTo: number): Statement {
  return workspaceId === null
    ? sql`
        SELECT *, detail::text AS detail_text, (extract(epoch FROM occurred_at) * 1000000)::bigint::text AS micros
        FROM platform.audit_entries
        WHERE workspace_id IS NULL AND seq > ${after} AND seq <= ${upTo} ORDER BY seq`
    : sql`
        SELECT *, detail::text AS detail_text, (extract(epoch FROM occurred_at) * 1000000)::bigint::text AS micros
        FROM platform.audit_entries
        WHERE workspace_id = ${workspaceId} AND seq > ${after} AND seq <= ${upTo} ORDER BY seq`;
}

/** Both in one statement, so that what is appended meanwhile is in both or in neither. */
export function headOf(workspaceId: string | null): Statement {
  return workspaceId === null
    ? sql`
        SELECT head.entries::float8 AS entries, head.hash, last.seq::float8 AS last
        FROM (SELECT 1) AS always
        LEFT JOIN platform.audit_heads AS head ON head.workspace_id IS NULL
        LEFT JOIN LATERAL (
          SELECT seq FROM platform.audit_entries WHERE workspace_id IS NULL
          ORDER BY workspace_id DESC, seq DESC LIMIT 1) AS last ON true`
    : sql`
        SELECT head.entries::float8 AS entries, head.hash, last.seq::float8 AS last
        FROM (SELECT 1) AS always
        LEFT JOIN platform.audit_heads AS head ON head.workspace_id = ${workspaceId}
        LEFT JOIN LATERAL (
          SELECT seq FROM platform.audit_entries WHERE workspace_id = ${workspaceId}
          ORDER BY seq DESC LIMIT 1) AS last ON true`;
}

const momentOf = (text: string | undefined) => (text === undefined ? null : new Date(text));
