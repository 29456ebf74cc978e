import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { ListAllWorkspaces } from '../contracts/list-all-workspaces.query';
import { type WorkspaceSummary } from '../contracts/workspace-summary';

@QueryHandler(ListAllWorkspaces)
export class ListAllWorkspacesHandler implements IQueryHandler<ListAllWorkspaces> {
  constructor(private readonly database: RelayDatabase) {}

  execute({ filter: { text, status, below, limit } }: ListAllWorkspaces): Promise<WorkspaceSummary[]> {
    return this.database.query<WorkspaceSummary & Record<string, unknown>>(sql`
      SELECT workspace_id AS id, name, slug, created_at AS "createdAt", deleted_at AS "deletedAt",
        suspended_at AS "suspendedAt", suspension_reason AS "suspensionReason", (
          SELECT count(*)::int FROM tenancy.members AS member
          WHERE member.workspace_id = workspaces.workspace_id) AS members
      FROM tenancy.workspaces
      WHERE workspace_id < ${below}
        AND (${text}::text IS NULL OR strpos(lower(name), lower(${text})) > 0 OR strpos(slug, lower(${text})) > 0)
        AND (${status}::text IS NULL OR ${status} =
          CASE WHEN deleted_at IS NOT NULL THEN 'deleted' WHEN suspended_at IS NOT NULL THEN 'suspended' ELSE 'active' END)
      ORDER BY workspace_id DESC LIMIT ${limit}`);
  }
}
