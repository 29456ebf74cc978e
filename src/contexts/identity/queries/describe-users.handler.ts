import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { DescribeUsers, type UserDescription } from '../contracts/describe-users.query';

@QueryHandler(DescribeUsers)
export class DescribeUsersHandler implements IQueryHandler<DescribeUsers> {
  constructor(private readonly database: Database) {}

  execute({ userIds }: DescribeUsers): Promise<UserDescription[]> {
    return this.database.query<UserDescription & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT id, name, email FROM identity.users
        WHERE id = ANY (${userIds}::uuid[]) AND deleted_at IS NULL`,
    );
  }
}
