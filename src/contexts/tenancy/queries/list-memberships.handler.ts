import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { ListMemberships, type Membership } from '../contracts/list-memberships.query';

@QueryHandler(ListMemberships)
export class ListMembershipsHandler implements IQueryHandler<ListMemberships> {
  constructor(private readonly database: Database) {}

  execute({ userId }: ListMemberships): Promise<Membership[]> {
    return this.database.query<Membership>(
      { userId },
      sql`
        SELECT workspace_id AS "workspaceId", name AS "workspaceName", role
        FROM tenancy.members AS member JOIN tenancy.workspaces USING (workspace_id)
        WHERE user_id = ${userId} AND deleted_at IS NULL
        ORDER BY member.created_at, workspace_id`,
    );
  }
}
