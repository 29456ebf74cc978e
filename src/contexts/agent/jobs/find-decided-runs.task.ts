import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { RESUME_RUN } from '../commands/resume-run.command';

const AT_ONCE = 100;

/** Runs that still wait although all has been decided: somebody was faster than the run's own pause, or a job got lost. */
@Injectable()
export class FindDecidedRuns extends PeriodicTask {
  readonly name = 'agent.decided-runs';
  readonly everySeconds = 10;

  constructor(
    private readonly relay: RelayDatabase,
    private readonly queue: DataQueue,
  ) {
    super();
  }

  async run(): Promise<void> {
    const decided = await this.relay.query<{ subjectId: string; workspaceId: string }>(sql`
      SELECT id AS "subjectId", workspace_id AS "workspaceId" FROM agent.runs AS run
      WHERE status = 'awaiting_approval' AND NOT EXISTS (
        SELECT FROM agent.approvals AS approval
        WHERE approval.workspace_id = run.workspace_id AND approval.run_id = run.id AND approval.status = 'pending')
      ORDER BY id LIMIT ${AT_ONCE}`);
    for (const work of decided) await this.queue.add(RESUME_RUN, work);
  }
}
