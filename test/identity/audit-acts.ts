import { type Database, type Scope } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';

interface AuditAct extends Record<string, unknown> {
  readonly action: string;
  readonly outcome: string;
  readonly actorId: string | null;
  readonly detail: Record<string, unknown>;
}

/** What one audit log says about a session or a person, oldest first. */
export function actsAbout(database: Database, log: Scope, subjectId: string): Promise<AuditAct[]> {
  return database.query<AuditAct>(
    log,
    sql`
      SELECT action, outcome, actor_id AS "actorId", detail FROM platform.audit_entries
      WHERE subject_id = ${subjectId} ORDER BY seq`,
  );
}
