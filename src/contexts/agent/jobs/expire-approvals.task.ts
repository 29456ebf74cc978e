import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { ExpireApproval } from '../commands/expire-approval.command';

const AT_ONCE = 200;

/** In any workspace, those first that are overdue for longest. */
@Injectable()
export class ExpireApprovalsTask extends PeriodicTask {
  readonly name = 'agent.expire-approvals';
  readonly everySeconds = 30;

  constructor(
    private readonly relay: RelayDatabase,
    private readonly commands: CommandBus,
  ) {
    super();
  }

  async run(): Promise<void> {
    const overdue = await this.relay.query<{ workspaceId: string; id: string }>(sql`
      SELECT workspace_id AS "workspaceId", id FROM agent.approvals
      WHERE status = 'pending' AND expires_at <= now() ORDER BY expires_at LIMIT ${AT_ONCE}`);
    for (const { workspaceId, id } of overdue)
      await this.commands.execute(new ExpireApproval(workspaceId, id));
  }
}
