import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { JudgeCanary } from '../commands/judge-canary.command';

/** Trials that run, in any workspace. */
@Injectable()
export class JudgeCanaries extends PeriodicTask {
  readonly name = 'agent.canaries';
  readonly everySeconds = 30;

  constructor(
    private readonly relay: RelayDatabase,
    private readonly commands: CommandBus,
  ) {
    super();
  }

  async run(): Promise<void> {
    const running = await this.relay.query<{ workspaceId: string; slug: string }>(sql`
      SELECT workspace_id AS "workspaceId", slug FROM agent.canaries WHERE status = 'running'`);
    for (const { workspaceId, slug } of running)
      await this.commands.execute(new JudgeCanary(workspaceId, slug));
  }
}
