import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { EndLostRun } from '../commands/end-lost-run.command';

const AT_ONCE = 100;

/** Runs that nobody has on their hands any more, in any workspace. */
@Injectable()
export class FindLostRuns extends PeriodicTask {
  readonly name = 'agent.lost-runs';
  readonly everySeconds = 10;

  constructor(
    private readonly relay: RelayDatabase,
    private readonly commands: CommandBus,
  ) {
    super();
  }

  async run(): Promise<void> {
    const lost = await this.relay.query<{ id: string; workspaceId: string }>(sql`
      SELECT id, workspace_id AS "workspaceId" FROM agent.runs
      WHERE status = 'running' AND held_until < now() ORDER BY held_until LIMIT ${AT_ONCE}`);
    for (const { id, workspaceId } of lost) await this.commands.execute(new EndLostRun(workspaceId, id));
  }
}
