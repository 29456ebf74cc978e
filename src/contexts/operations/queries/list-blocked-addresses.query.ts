import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, type PageQuery, toPage } from '../../../platform/http/page';
import { type BlockedAddressView } from './blocked-address.view';

export class ListBlockedAddresses extends Query<Page<BlockedAddressView>> {
  constructor(readonly page: PageQuery) {
    super();
  }
}

@QueryHandler(ListBlockedAddresses)
export class ListBlockedAddressesHandler implements IQueryHandler<ListBlockedAddresses> {
  constructor(private readonly database: Database) {}

  async execute({ page: { limit, cursor } }: ListBlockedAddresses): Promise<Page<BlockedAddressView>> {
    const rows = await this.database.query<BlockedAddressView & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT id, address::text, reason, created_at AS "createdAt", expires_at AS "expiresAt"
        FROM platform.blocked_addresses WHERE expires_at > now() AND id < ${decodeCursor(cursor)}
        ORDER BY id DESC LIMIT ${limit + 1}`,
    );
    return toPage(rows, limit);
  }
}
