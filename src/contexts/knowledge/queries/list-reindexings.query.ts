import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { type ReindexingView } from './reindexing.view';

export class ListReindexings extends Query<Page<ReindexingView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(ListReindexings)
export class ListReindexingsHandler implements IQueryHandler<ListReindexings> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, page }: ListReindexings): Promise<Page<ReindexingView>> {
    const rows = await this.database.query<ReindexingView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, from_model AS "fromModel", to_model AS "toModel",
          CASE flips WHEN 'automatically' THEN 'automatic' ELSE 'manual' END AS flip, status, total, embedded, report,
          error, requested_by AS "requestedBy", created_at AS "createdAt", updated_at AS "updatedAt",
          finished_at AS "finishedAt"
        FROM knowledge.reindexings
        WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows, page.limit);
  }
}
