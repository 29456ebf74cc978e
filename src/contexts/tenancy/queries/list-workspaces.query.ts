import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, type PageQuery, toPage } from '../../../platform/http/page';
import { completeSettings } from '../domain/default-settings';
import { type WorkspaceView } from './workspace.view';

/** Of one person: no workspace can answer it, so the person is its scope. */
export class ListWorkspaces extends Query<Page<WorkspaceView>> {
  constructor(
    readonly userId: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

@QueryHandler(ListWorkspaces)
export class ListWorkspacesHandler implements IQueryHandler<ListWorkspaces> {
  constructor(private readonly database: Database) {}

  async execute({ userId, page: { limit, cursor } }: ListWorkspaces): Promise<Page<WorkspaceView>> {
    const rows = await this.database.query<WorkspaceView & Record<string, unknown>>(
      { userId },
      sql`
        SELECT workspace_id AS id, name, slug, role, settings,
          workspaces.created_at AS "createdAt", updated_at AS "updatedAt"
        FROM tenancy.members JOIN tenancy.workspaces USING (workspace_id)
        WHERE user_id = ${userId} AND deleted_at IS NULL AND workspace_id < ${decodeCursor(cursor)}
        ORDER BY workspace_id DESC LIMIT ${limit + 1}`,
    );
    const complete = rows.map((row) => ({ ...row, settings: completeSettings(row.settings) }));
    return toPage(complete, limit);
  }
}
