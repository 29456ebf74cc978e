import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, type PageQuery, toPage } from '../../../platform/http/page';
import { type AdministratorView } from './administrator.view';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export class ListAdministrators extends Query<Page<AdministratorView>> {
  constructor(readonly page: PageQuery) {
    super();
  }
}

@QueryHandler(ListAdministrators)
export class ListAdministratorsHandler implements IQueryHandler<ListAdministrators> {
  constructor(private readonly database: Database) {}

  async execute({ page: { limit, cursor } }: ListAdministrators): Promise<Page<AdministratorView>> {
    const rows = await this.database.query<Row & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT id, name, email FROM identity.users
        WHERE is_administrator AND deleted_at IS NULL AND id < ${decodeCursor(cursor)}
        ORDER BY id DESC LIMIT ${limit + 1}`,
    );
    const { data, nextCursor } = toPage(rows, limit);
    return { data: data.map(({ id, name, email }) => ({ userId: id, name, email })), nextCursor };
  }
}
