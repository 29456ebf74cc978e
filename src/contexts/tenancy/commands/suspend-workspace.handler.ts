import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { SuspendWorkspace } from '../contracts/suspend-workspace.command';
import { leaveWorkspaceScope } from './leave-workspace-scope';

@CommandHandler(SuspendWorkspace)
export class SuspendWorkspaceHandler implements ICommandHandler<SuspendWorkspace> {
  constructor(
    private readonly database: Database,
    private readonly directory: SessionDirectory,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, reason }: SuspendWorkspace): Promise<void> {
    const known = await this.database.query(
      workspaceId,
      sql`SELECT 1 FROM tenancy.workspaces WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL`,
    );
    if (known.length === 0) throw notFound('workspace');
    await this.database.batch(workspaceId, [
      sql`
        WITH suspended AS (
          UPDATE tenancy.workspaces
          SET suspended_at = coalesce(suspended_at, ${this.clock.now()}), suspension_reason = ${reason}
          WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM suspended`,
      leaveWorkspaceScope(),
      audited({ action: 'tenancy.workspace_suspended', subject: { kind: 'workspace', id: workspaceId } }),
    ]);
    this.directory.forgetWorkspace(workspaceId);
  }
}
