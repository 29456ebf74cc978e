import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type BlockedAddressView } from './blocked-address.view';

export class GetBlockedAddress extends Query<BlockedAddressView> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(GetBlockedAddress)
export class GetBlockedAddressHandler implements IQueryHandler<GetBlockedAddress> {
  constructor(private readonly database: Database) {}

  async execute({ id }: GetBlockedAddress): Promise<BlockedAddressView> {
    const [found] = await this.database.query<BlockedAddressView & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT id, address::text, reason, created_at AS "createdAt", expires_at AS "expiresAt"
        FROM platform.blocked_addresses WHERE id = ${id}`,
    );
    if (!found) throw notFound('blocked address');
    return found;
  }
}
