import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { ADVANCE_EVAL_RUN } from '../commands/evals/advance-eval-run.command';

const AT_ONCE = 100;

/** The next turn of long ones, and what a crash has left, in any workspace; who waits longest first. */
@Injectable()
export class FindDueEvalRuns extends PeriodicTask {
  readonly name = 'agent.eval-runs';
  readonly everySeconds = 5;

  constructor(
    private readonly relay: RelayDatabase,
    private readonly queue: DataQueue,
  ) {
    super();
  }

  async run(): Promise<void> {
    const due = await this.relay.query<{ subjectId: string; workspaceId: string }>(sql`
      SELECT id AS "subjectId", workspace_id AS "workspaceId" FROM agent.eval_runs
      WHERE status = 'running' AND due_at <= now() AND (held_until IS NULL OR held_until < now())
      ORDER BY due_at LIMIT ${AT_ONCE}`);
    for (const work of due) await this.queue.add(ADVANCE_EVAL_RUN, work);
  }
}
