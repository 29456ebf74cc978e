import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { FindMembership } from '../contracts/find-membership.query';
import { type MemberRole } from '../contracts/member-role';

@QueryHandler(FindMembership)
export class FindMembershipHandler implements IQueryHandler<FindMembership> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, userId }: FindMembership): Promise<MemberRole | null> {
    const [found] = await this.database.query<{ role: MemberRole }>(
      workspaceId,
      sql`
        SELECT role FROM tenancy.members JOIN tenancy.workspaces USING (workspace_id)
        WHERE workspace_id = ${workspaceId} AND user_id = ${userId} AND deleted_at IS NULL`,
    );
    return found?.role ?? null;
  }
}
