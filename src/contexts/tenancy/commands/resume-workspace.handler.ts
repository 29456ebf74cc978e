import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { ResumeWorkspace } from '../contracts/resume-workspace.command';
import { leaveWorkspaceScope } from './leave-workspace-scope';

@CommandHandler(ResumeWorkspace)
export class ResumeWorkspaceHandler implements ICommandHandler<ResumeWorkspace> {
  constructor(
    private readonly database: Database,
    private readonly directory: SessionDirectory,
  ) {}

  async execute({ workspaceId }: ResumeWorkspace): Promise<void> {
    const [known] = await this.database.query<{ isSuspended: boolean }>(
      workspaceId,
      sql`
        SELECT suspended_at IS NOT NULL AS "isSuspended" FROM tenancy.workspaces
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL`,
    );
    if (!known) throw notFound('workspace');
    if (!known.isSuspended) return;
    await this.database.batch(workspaceId, [
      sql`
        WITH resumed AS (
          UPDATE tenancy.workspaces SET suspended_at = NULL, suspension_reason = NULL
          WHERE workspace_id = ${workspaceId} AND suspended_at IS NOT NULL
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM resumed`,
      leaveWorkspaceScope(),
      audited({ action: 'tenancy.workspace_resumed', subject: { kind: 'workspace', id: workspaceId } }),
    ]);
    this.directory.forgetWorkspace(workspaceId);
  }
}
