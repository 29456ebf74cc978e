import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { DescribeWorkspace } from '../contracts/describe-workspace.query';
import { type WorkspaceSummary } from '../contracts/workspace-summary';

@QueryHandler(DescribeWorkspace)
export class DescribeWorkspaceHandler implements IQueryHandler<DescribeWorkspace> {
  constructor(private readonly database: RelayDatabase) {}

  async execute({ workspaceId }: DescribeWorkspace): Promise<WorkspaceSummary | null> {
    const [found] = await this.database.query<WorkspaceSummary & Record<string, unknown>>(sql`
      SELECT workspace_id AS id, name, slug, created_at AS "createdAt", deleted_at AS "deletedAt",
        suspended_at AS "suspendedAt", suspension_reason AS "suspensionReason", (
          SELECT count(*)::int FROM tenancy.members AS member
          WHERE member.workspace_id = workspaces.workspace_id) AS members
      FROM tenancy.workspaces WHERE workspace_id = ${workspaceId}`);
    return found ?? null;
  }
}
