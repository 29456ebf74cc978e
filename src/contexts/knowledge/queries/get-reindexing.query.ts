import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type ReindexingView } from './reindexing.view';

export class GetReindexing extends Query<ReindexingView> {
  constructor(
    readonly workspaceId: string,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(GetReindexing)
export class GetReindexingHandler implements IQueryHandler<GetReindexing> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, id }: GetReindexing): Promise<ReindexingView> {
    const [row] = await this.database.query<ReindexingView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, from_model AS "fromModel", to_model AS "toModel",
          CASE flips WHEN 'automatically' THEN 'automatic' ELSE 'manual' END AS flip, status, total, embedded, report,
          error, requested_by AS "requestedBy", created_at AS "createdAt", updated_at AS "updatedAt",
          finished_at AS "finishedAt"
        FROM knowledge.reindexings WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    if (!row) throw notFound('re-indexing');
    return row;
  }
}
