import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { showWorkspace, type WorkspaceRow, type WorkspaceView } from './workspace.view';

export class GetWorkspace extends Query<WorkspaceView> {
  constructor(
    readonly workspaceId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@QueryHandler(GetWorkspace)
export class GetWorkspaceHandler implements IQueryHandler<GetWorkspace> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, userId }: GetWorkspace): Promise<WorkspaceView> {
    const [found] = await this.database.query<WorkspaceRow>(
      workspaceId,
      sql`
        SELECT workspace_id AS id, name, slug, role, settings,
          workspaces.created_at AS "createdAt", updated_at AS "updatedAt",
          deleted_at AS "deletedAt", purge_after AS "purgeAfter"
        FROM tenancy.workspaces JOIN tenancy.members USING (workspace_id)
        WHERE workspace_id = ${workspaceId} AND user_id = ${userId} AND deleted_at IS NULL`,
    );
    if (!found) throw notFound('workspace');
    return showWorkspace(found);
  }
}
