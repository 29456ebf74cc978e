import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { DescribeUsers } from '../../identity/contracts/describe-users.query';
import { noSuchMember } from '../domain/errors';
import { type MemberRow, type MemberView, showMembers } from './member.view';

export class GetMember extends Query<MemberView> {
  constructor(
    readonly workspaceId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@QueryHandler(GetMember)
export class GetMemberHandler implements IQueryHandler<GetMember> {
  constructor(
    private readonly database: Database,
    private readonly queries: QueryBus,
  ) {}

  async execute({ workspaceId, userId }: GetMember): Promise<MemberView> {
    const rows = await this.database.query<MemberRow>(
      workspaceId,
      sql`
        SELECT user_id AS id, role, created_at AS "createdAt" FROM tenancy.members
        WHERE workspace_id = ${workspaceId} AND user_id = ${userId}`,
    );
    const [member] = showMembers(rows, await this.queries.execute(new DescribeUsers([userId])));
    if (!member) throw noSuchMember();
    return member;
  }
}
