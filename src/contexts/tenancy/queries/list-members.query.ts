import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, type PageQuery, toPage } from '../../../platform/http/page';
import { DescribeUsers } from '../../identity/contracts/describe-users.query';
import { type MemberRow, type MemberView, showMembers } from './member.view';

export class ListMembers extends Query<Page<MemberView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

@QueryHandler(ListMembers)
export class ListMembersHandler implements IQueryHandler<ListMembers> {
  constructor(
    private readonly database: Database,
    private readonly queries: QueryBus,
  ) {}

  async execute({ workspaceId, page: { limit, cursor } }: ListMembers): Promise<Page<MemberView>> {
    const rows = await this.database.query<MemberRow>(
      workspaceId,
      sql`
        SELECT user_id AS id, role, created_at AS "createdAt" FROM tenancy.members
        WHERE workspace_id = ${workspaceId} AND user_id < ${decodeCursor(cursor)}
        ORDER BY user_id DESC LIMIT ${limit + 1}`,
    );
    const { data, nextCursor } = toPage(rows, limit);
    const people = await this.queries.execute(new DescribeUsers(data.map(({ id }) => id)));
    return { data: showMembers(data, people), nextCursor };
  }
}
