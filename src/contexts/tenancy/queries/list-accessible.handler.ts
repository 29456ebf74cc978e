import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { ListAccessible } from '../contracts/list-accessible.query';
import { accessOf } from '../domain/access';

type Resource = { readonly id: string };

@QueryHandler(ListAccessible)
export class ListAccessibleHandler implements IQueryHandler<ListAccessible> {
  constructor(private readonly database: Database) {}

  async execute(asked: ListAccessible): Promise<'all' | readonly string[]> {
    const access = accessOf(asked.role, asked.kind);
    if (access === 'all') return 'all';
    if (access === 'none') return [];
    const found = access === 'granted' ? await this.granted(asked) : await this.ofPartners(asked);
    return found.map(({ id }) => id);
  }

  private granted({ workspaceId, userId, kind }: ListAccessible): Promise<Resource[]> {
    return this.database.query<Resource>(
      workspaceId,
      sql`
        SELECT resource_id AS id FROM tenancy.grants
        WHERE workspace_id = ${workspaceId} AND user_id = ${userId} AND resource_kind = ${kind}`,
    );
  }

  private ofPartners({ workspaceId, userId }: ListAccessible): Promise<Resource[]> {
    return this.database.query<Resource>(
      workspaceId,
      sql`
        SELECT DISTINCT venue_id AS id
        FROM tenancy.partnerships JOIN tenancy.grants USING (workspace_id)
        WHERE workspace_id = ${workspaceId} AND user_id = ${userId} AND resource_kind = 'vendor'
          AND resource_id = vendor_id`,
    );
  }
}
