import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, type PageQuery, toPage } from '../../../platform/http/page';
import { showWorkspace, type WorkspaceRow, type WorkspaceView } from './workspace.view';

/** Of one person: no workspace can answer it, so the person is its scope. Deleted ones are its owners' only. */
export class ListWorkspaces extends Query<Page<WorkspaceView>> {
  constructor(
    readonly userId: string,
    readonly page: PageQuery & { readonly deleted?: boolean },
  ) {
    super();
  }
}

@QueryHandler(ListWorkspaces)
export class ListWorkspacesHandler implements IQueryHandler<ListWorkspaces> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, page }: ListWorkspaces): Promise<Page<WorkspaceView>> {
    const { limit, cursor, deleted = false } = page;
    const rows = await this.database.query<WorkspaceRow>(
      { userId },
      sql`
        SELECT workspace_id AS id, name, slug, role, settings,
          workspaces.created_at AS "createdAt", updated_at AS "updatedAt",
          deleted_at AS "deletedAt", purge_after AS "purgeAfter"
        FROM tenancy.members JOIN tenancy.workspaces USING (workspace_id)
        WHERE user_id = ${userId} AND workspace_id < ${decodeCursor(cursor)}
          AND CASE WHEN ${deleted}::boolean
            THEN deleted_at IS NOT NULL AND role = 'owner' AND purge_after > ${this.clock.now()}
            ELSE deleted_at IS NULL END
        ORDER BY workspace_id DESC LIMIT ${limit + 1}`,
    );
    return toPage(rows.map(showWorkspace), limit);
  }
}
