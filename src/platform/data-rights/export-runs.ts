import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { violatedConstraint } from '../database/database-errors';
import { wins } from '../database/single-winner';
import { sql } from '../database/sql';
import { AggregateStore } from '../outbox/aggregate-store';
import { deadLetter } from '../outbox/dead-letter';
import { ExportFinished } from './export-finished.event';
import { ExportRequested } from './export-requested.event';
import { type ExportOwner, scopeOf } from './exports';

const KEPT_DAYS = 7;

/** One attempt at an export. An attempt that was taken for dead and lives cannot write into the next one's. */
export interface Run extends ExportOwner {
  readonly exportId: string;
  readonly number: number;
}

@Injectable()
export class ExportRuns {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
  ) {}

  /** From scratch, whatever an earlier attempt has left. Null when there is nothing to do (any more). */
  async begin(owner: ExportOwner, exportId: string): Promise<Run | null> {
    try {
      const [begun = []] = await this.database.batch(scopeOf(owner), [
        sql`
          UPDATE platform.exports SET run = run + 1, status = 'running', expires_at = NULL
          WHERE id = ${exportId} AND status IN ('running', 'failed') RETURNING run`,
        sql`
          DELETE FROM platform.export_parts WHERE export_id IN (
            SELECT id FROM platform.exports WHERE id = ${exportId} AND status = 'running')`,
      ]);
      return begun[0] ? { ...owner, exportId, number: begun[0].run as number } : null;
    } catch (error) {
      // A failed one is asked for again while a later one runs: that one will do.
      if (violatedConstraint(error)) return null;
      throw error;
    }
  }

  async add(run: Run, ordinal: number, bytes: Buffer): Promise<void> {
    await this.database.query(
      scopeOf(run),
      sql`
        WITH added AS (
          INSERT INTO platform.export_parts (workspace_id, user_id, export_id, ordinal, bytes)
          SELECT workspace_id, user_id, id, ${ordinal}, ${bytes}::bytea FROM platform.exports
          WHERE id = ${run.exportId} AND run = ${run.number} AND status = 'running' FOR SHARE
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM added`,
    );
  }

  async finish(run: Run, parts: number, bytes: number): Promise<void> {
    const ready = sql`
      WITH ready AS (
        UPDATE platform.exports SET status = 'ready', parts = ${parts}, bytes = ${bytes},
          expires_at = now() + make_interval(days => ${KEPT_DAYS})
        WHERE id = ${run.exportId} AND run = ${run.number} AND status = 'running'
        RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM ready`;
    const finished = new ExportFinished(run.workspaceId, run.userId, run.exportId);
    await this.store.commit(scopeOf(run), [ready], [finished]);
  }

  /** Nobody needs to hear of an export that was purged or erased while it was made. */
  async fail(owner: ExportOwner, exportId: string, error: Error, attempts: number): Promise<void> {
    const { workspaceId, userId } = owner;
    const retryWith = new ExportRequested(workspaceId, userId, exportId);
    const failed = sql`
      WITH failed AS (
        UPDATE platform.exports SET status = 'failed', expires_at = now() + make_interval(days => ${KEPT_DAYS})
        WHERE id = ${exportId} AND status = 'running'
        RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM failed`;
    const parts = sql`DELETE FROM platform.export_parts WHERE export_id = ${exportId}`;
    const letter = deadLetter({
      workspaceId,
      queue: 'data',
      subjectId: exportId,
      retryWith,
      error,
      attempts,
    });
    await wins(this.database.batch(scopeOf(owner), [failed, parts, letter]));
  }
}
