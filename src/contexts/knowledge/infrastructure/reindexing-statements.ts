import { sql, type Statement } from '../../../platform/database/sql';
import { problemOfReindexing, type Reindexing } from '../domain/reindexing';
import { type RecallReport } from '../domain/recall-comparison';

/** How long after a flip the next look for late documents is due. */
const LOOK_AGAIN_SECONDS = 30;

/** Nobody else may be at it: whoever takes one up gets another version, and so does who ends it. */
export function takeUp(workspaceId: string, id: string, leaseSeconds: number): Statement {
  return sql`
    UPDATE knowledge.reindexings
    SET lease_until = now() + make_interval(secs => ${leaseSeconds}), lock_version = lock_version + 1
    WHERE workspace_id = ${workspaceId} AND id = ${id} AND status IN ('running', 'flipped') AND lease_until <= now()
    RETURNING workspace_id AS "workspaceId", id, from_model AS "fromModel", to_model AS "toModel", flips, status,
      total, reached, carried_at AS "carriedAt", setbacks, lock_version AS "lockVersion"`;
}

export function holdOn({ workspaceId, id, lockVersion }: Reindexing, leaseSeconds: number): Statement {
  return sql`
    WITH changed AS (
      UPDATE knowledge.reindexings SET lease_until = now() + make_interval(secs => ${leaseSeconds})
      WHERE workspace_id = ${workspaceId} AND id = ${id} AND lock_version = ${lockVersion} RETURNING 1)
    SELECT platform.expect_changed(count(*)), now() AS now FROM changed`;
}

export function noteProgress(
  { workspaceId, id, lockVersion }: Reindexing,
  { embedded, reached, leaseSeconds }: { embedded: number; reached: string; leaseSeconds: number },
): Statement {
  return sql`
    WITH changed AS (
      UPDATE knowledge.reindexings
      SET embedded = embedded + ${embedded}, total = greatest(total, embedded + ${embedded}), reached = ${reached},
        setbacks = 0, error = NULL, updated_at = now(), lease_until = now() + make_interval(secs => ${leaseSeconds})
      WHERE workspace_id = ${workspaceId} AND id = ${id} AND lock_version = ${lockVersion} RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM changed`;
}

export function noteCarried({ workspaceId, id, lockVersion }: Reindexing, at: Date): Statement {
  return sql`
    WITH changed AS (
      UPDATE knowledge.reindexings SET carried_at = ${at}
      WHERE workspace_id = ${workspaceId} AND id = ${id} AND lock_version = ${lockVersion} RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM changed`;
}

export function makeReady(
  { workspaceId, id, lockVersion }: Reindexing,
  report: RecallReport | null,
): Statement {
  return sql`
    WITH changed AS (
      UPDATE knowledge.reindexings
      SET status = 'ready', report = ${report && JSON.stringify(report)}::jsonb, reached = NULL, error = NULL,
        updated_at = now(), lease_until = NULL, lock_version = lock_version + 1
      WHERE workspace_id = ${workspaceId} AND id = ${id} AND lock_version = ${lockVersion} RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM changed`;
}

/** The lease goes on: what was indexed with the old model until now may be saved a little later. */
export function endFlipped(
  { workspaceId, id, lockVersion }: Reindexing,
  report: RecallReport | null,
): Statement {
  return sql`
    WITH changed AS (
      UPDATE knowledge.reindexings
      SET status = 'flipped', report = ${report && JSON.stringify(report)}::jsonb, reached = NULL, error = NULL,
        updated_at = now(), finished_at = now(), lease_until = now(), lock_version = lock_version + 1
      WHERE workspace_id = ${workspaceId} AND id = ${id} AND lock_version = ${lockVersion} AND status = 'running'
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM changed`;
}

export function useModel({ workspaceId, toModel }: Reindexing): Statement {
  return sql`
    INSERT INTO knowledge.settings (workspace_id, embedding_model) VALUES (${workspaceId}, ${toModel})
    ON CONFLICT (workspace_id) DO UPDATE SET embedding_model = excluded.embedding_model, updated_at = now()`;
}

export function endRepaired({ workspaceId, id, lockVersion }: Reindexing): Statement {
  return sql`
    WITH changed AS (
      UPDATE knowledge.reindexings
      SET status = 'flipped', reached = NULL, error = NULL, updated_at = now(), finished_at = now(),
        lease_until = NULL, lock_version = lock_version + 1
      WHERE workspace_id = ${workspaceId} AND id = ${id} AND lock_version = ${lockVersion} AND status = 'running'
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM changed`;
}

/** Whoever still catches up with the model before has nothing to catch up with any more. */
export function endCatchingUp({ workspaceId, id }: Reindexing): Statement {
  return sql`
    UPDATE knowledge.reindexings SET lease_until = NULL, lock_version = lock_version + 1
    WHERE workspace_id = ${workspaceId} AND id <> ${id} AND status = 'flipped' AND lease_until IS NOT NULL`;
}

/** Nobody is late any more once every attempt at a document that began before the flip has ended. */
export function noteCaughtUp(
  { workspaceId, id, lockVersion }: Reindexing,
  nobodyIsLateAfter: number,
): Statement {
  return sql`
    WITH changed AS (
      UPDATE knowledge.reindexings
      SET reached = NULL, setbacks = 0, lease_until = CASE
        WHEN finished_at > now() - make_interval(secs => ${nobodyIsLateAfter})
        THEN now() + make_interval(secs => ${LOOK_AGAIN_SECONDS}) END
      WHERE workspace_id = ${workspaceId} AND id = ${id} AND lock_version = ${lockVersion} RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM changed`;
}

/** At once: the queue holds the pause, and whoever finds that it has lost the job need not wait. */
export function release({ workspaceId, id, lockVersion }: Reindexing): Statement {
  return sql`
    UPDATE knowledge.reindexings SET lease_until = now()
    WHERE workspace_id = ${workspaceId} AND id = ${id} AND lock_version = ${lockVersion} AND lease_until IS NOT NULL`;
}

export function noteSetback(
  { workspaceId, id, lockVersion }: Reindexing,
  error: Error,
  counts: boolean,
): Statement {
  return sql`
    UPDATE knowledge.reindexings
    SET error = ${JSON.stringify(problemOfReindexing(error))}::jsonb, setbacks = setbacks + ${counts ? 1 : 0},
      updated_at = now(), lease_until = now()
    WHERE workspace_id = ${workspaceId} AND id = ${id} AND lock_version = ${lockVersion} AND lease_until IS NOT NULL`;
}

/** One that has flipped stays flipped: the collector of orphans goes on looking for what is missing. */
export function fail({ workspaceId, id, lockVersion }: Reindexing, error: Error): Statement {
  return sql`
    UPDATE knowledge.reindexings
    SET error = ${JSON.stringify(problemOfReindexing(error))}::jsonb, updated_at = now(), lease_until = NULL,
      status = CASE status WHEN 'running' THEN 'failed' ELSE status END,
      finished_at = coalesce(finished_at, now()), lock_version = lock_version + 1
    WHERE workspace_id = ${workspaceId} AND id = ${id} AND lock_version = ${lockVersion}`;
}
