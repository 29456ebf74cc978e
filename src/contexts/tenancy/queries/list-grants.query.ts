import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, type PageQuery, toPage } from '../../../platform/http/page';
import { type GrantView } from './grant.view';

/** Everybody's, or one person's. */
export class ListGrants extends Query<Page<GrantView>> {
  constructor(
    readonly workspaceId: string,
    readonly userId: string | null,
    readonly page: PageQuery,
  ) {
    super();
  }
}

@QueryHandler(ListGrants)
export class ListGrantsHandler implements IQueryHandler<ListGrants> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, userId, page: { limit, cursor } }: ListGrants): Promise<Page<GrantView>> {
    const rows = await this.database.query<GrantView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, user_id AS "userId", resource_kind AS kind, resource_id AS "resourceId", created_at AS "createdAt"
        FROM tenancy.grants
        WHERE workspace_id = ${workspaceId} AND (${userId}::uuid IS NULL OR user_id = ${userId})
          AND id < ${decodeCursor(cursor)}
        ORDER BY id DESC LIMIT ${limit + 1}`,
    );
    return toPage(rows, limit);
  }
}
