import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { FindUserByEmail } from '../contracts/find-user-by-email.query';

@QueryHandler(FindUserByEmail)
export class FindUserByEmailHandler implements IQueryHandler<FindUserByEmail> {
  constructor(private readonly database: Database) {}

  async execute({ email }: FindUserByEmail): Promise<string | null> {
    const [found] = await this.database.query<{ id: string }>(
      NO_TENANT,
      sql`SELECT id FROM identity.users WHERE email = ${email} AND deleted_at IS NULL`,
    );
    return found?.id ?? null;
  }
}
