import { sql, type Statement } from '../../../platform/database/sql';
import { type Document, problemOf } from '../domain/document';
import { type IndexingStage, type Setback } from '../domain/documents';

export function prolongLease(
  { id, version, state }: Document,
  stage: IndexingStage,
  leaseSeconds: number,
): Statement {
  return sql`
    WITH changed AS (
      UPDATE knowledge.documents
      SET lease_until = now() + make_interval(secs => ${leaseSeconds}), stage = ${stage},
        stage_since = CASE WHEN stage IS DISTINCT FROM ${stage} THEN now() ELSE stage_since END
      WHERE workspace_id = ${state.workspaceId} AND id = ${id} AND lock_version = ${version}
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM changed`;
}

/** Whoever took the document up meanwhile has news of their own: then this is none. */
export function noteSetback({ id, version, state }: Document, setback: Setback): Statement {
  const { error, retryInSeconds, counts } = setback;
  return sql`
    UPDATE knowledge.documents
    SET last_error = ${JSON.stringify(problemOf(error))}::jsonb || jsonb_build_object('at', now()),
      retry_at = now() + make_interval(secs => ${retryInSeconds}),
      lease_until = greatest(lease_until, now() + make_interval(secs => ${2 * retryInSeconds + 20})),
      attempts = attempts - ${counts ? 0 : 1}
    WHERE workspace_id = ${state.workspaceId} AND id = ${id} AND lock_version = ${version}
      AND status = 'processing'`;
}
