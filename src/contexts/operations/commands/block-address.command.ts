import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import {
  covers,
  readAddressBlock,
  writeAddressBlock,
} from '../../../platform/http/blocked-addresses/address-block';
import { BlockedAddressFeed } from '../../../platform/http/blocked-addresses/blocked-address-feed';
import { plainAddress } from '../../../platform/http/rate-limit/client-address';

export interface BlockForm {
  readonly address: string;
  readonly reason: string;
  readonly hours: number;
}

/** Answers with the block's id. Blocking what is blocked already renews that block. */
export class BlockAddress extends Command<string> {
  constructor(
    readonly id: string,
    readonly form: BlockForm,
    /** Where the request itself comes from. */
    readonly ownAddress: string,
  ) {
    super();
  }
}

@CommandHandler(BlockAddress)
export class BlockAddressHandler implements ICommandHandler<BlockAddress> {
  constructor(
    private readonly database: Database,
    private readonly feed: BlockedAddressFeed,
  ) {}

  async execute({ id, form: { address, reason, hours }, ownAddress }: BlockAddress): Promise<string> {
    const block = readAddressBlock(address);
    if (!block) throw invalidAddress();
    if (covers(block, plainAddress(ownAddress))) throw ownAddressBlocked();
    const text = writeAddressBlock(block);
    const [rows] = await this.database.batch(NO_TENANT, [
      sql`
        INSERT INTO platform.blocked_addresses (id, address, reason, expires_at)
        VALUES (${id}, network(${text}::inet), ${reason}, now() + make_interval(hours => ${hours}))
        ON CONFLICT (address) DO UPDATE
          SET reason = excluded.reason, created_at = now(), expires_at = excluded.expires_at
        RETURNING id`,
      audited({
        action: 'operations.address_blocked',
        subject: { kind: 'address', id: text },
        detail: { hours },
      }),
    ]);
    await this.feed.refresh();
    return (rows as { id: string }[])[0]!.id;
  }
}

const invalidAddress = () =>
  new DomainError({
    kind: 'invalid',
    code: 'invalid_address',
    detail: 'This is not an address that can be blocked.',
    errors: [
      { path: 'address', message: 'must be an IPv4 or IPv6 address, or a range of at least /16 or /32' },
    ],
  });

const ownAddressBlocked = () =>
  new DomainError({
    kind: 'conflict',
    code: 'own_address',
    detail: 'This would shut out the address that the request itself comes from.',
  });
