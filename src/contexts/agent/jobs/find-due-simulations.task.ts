import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { ADVANCE_SIMULATION } from '../commands/simulations/advance-simulation.command';

const AT_ONCE = 100;

/** Those whose next message is due, and what a crash has left, in any workspace; who waits longest first. */
@Injectable()
export class FindDueSimulations extends PeriodicTask {
  readonly name = 'agent.simulations';
  readonly everySeconds = 2;

  constructor(
    private readonly relay: RelayDatabase,
    private readonly queue: DataQueue,
  ) {
    super();
  }

  async run(): Promise<void> {
    const due = await this.relay.query<{ subjectId: string; workspaceId: string }>(sql`
      SELECT id AS "subjectId", workspace_id AS "workspaceId" FROM agent.simulation_runs
      WHERE status = 'running' AND due_at <= now() AND (held_until IS NULL OR held_until < now())
      ORDER BY due_at LIMIT ${AT_ONCE}`);
    for (const work of due) await this.queue.add(ADVANCE_SIMULATION, work);
  }
}
