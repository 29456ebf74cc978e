import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { BlockedAddressFeed } from '../../../platform/http/blocked-addresses/blocked-address-feed';

export class UnblockAddress extends Command<void> {
  constructor(readonly id: string) {
    super();
  }
}

@CommandHandler(UnblockAddress)
export class UnblockAddressHandler implements ICommandHandler<UnblockAddress> {
  constructor(
    private readonly database: Database,
    private readonly feed: BlockedAddressFeed,
  ) {}

  async execute({ id }: UnblockAddress): Promise<void> {
    const [known] = await this.database.query<{ address: string }>(
      NO_TENANT,
      sql`SELECT address::text FROM platform.blocked_addresses WHERE id = ${id} AND expires_at > now()`,
    );
    if (!known) throw notFound('blocked address');
    await this.database.batch(NO_TENANT, [
      sql`
        WITH freed AS (DELETE FROM platform.blocked_addresses WHERE id = ${id} RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM freed`,
      audited({ action: 'operations.address_unblocked', subject: { kind: 'address', id: known.address } }),
    ]);
    await this.feed.refresh();
  }
}
