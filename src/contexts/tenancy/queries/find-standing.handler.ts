import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { FindStanding, type Standing } from '../contracts/find-standing.query';

@QueryHandler(FindStanding)
export class FindStandingHandler implements IQueryHandler<FindStanding> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId }: FindStanding): Promise<Standing | null> {
    const [found] = await this.database.query<Standing & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT suspended_at IS NOT NULL AS "isSuspended",
          coalesce((settings ->> 'requireSecondFactor')::boolean, false) AS "requiresSecondFactor"
        FROM tenancy.workspaces WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL`,
    );
    return found ?? null;
  }
}
