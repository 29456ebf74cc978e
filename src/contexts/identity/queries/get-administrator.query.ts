import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type AdministratorView } from './administrator.view';

export class GetAdministrator extends Query<AdministratorView> {
  constructor(readonly userId: string) {
    super();
  }
}

@QueryHandler(GetAdministrator)
export class GetAdministratorHandler implements IQueryHandler<GetAdministrator> {
  constructor(private readonly database: Database) {}

  async execute({ userId }: GetAdministrator): Promise<AdministratorView> {
    const [found] = await this.database.query<AdministratorView & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT id AS "userId", name, email FROM identity.users
        WHERE id = ${userId} AND is_administrator AND deleted_at IS NULL`,
    );
    if (!found) throw notFound('administrator');
    return found;
  }
}
