import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Cache, type CacheKind } from '../../cache/cache';
import { Database, NO_TENANT } from '../../database/database';
import { sql } from '../../database/sql';
import { type AddressBlock } from './address-block';
import { BlockedAddresses } from './blocked-addresses';

const BLOCKS: CacheKind<AddressBlock[]> = { name: 'blocked-addresses', seconds: 4 };
const ALL = 'all';
/** Mostly answered by the cache, which hears of changes in other processes. */
const LOOK_EVERY_MS = 500;

/** Keeps the list in memory up to date. While the database cannot be read, what was blocked stays blocked. */
@Injectable()
export class BlockedAddressFeed implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(BlockedAddressFeed.name);
  private timer: NodeJS.Timeout | undefined;
  private isFailing = false;
  private turn = 0;

  constructor(
    private readonly cache: Cache,
    private readonly database: Database,
    private readonly blocked: BlockedAddresses,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** After a change: here before it is answered, elsewhere in a moment. */
  async refresh(): Promise<void> {
    this.cache.forget(BLOCKS, ALL);
    // A look that came between has the last word, but may not have said it yet.
    while (!(await this.take(this.read())));
  }

  private async look(): Promise<void> {
    try {
      await this.take(this.cache.recall(BLOCKS, ALL, () => this.read()));
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.logger.warn(`Blocked addresses cannot be read: ${(error as Error).message}`);
      this.isFailing = true;
    }
  }

  /** An answer that was on its way when a later one was asked for is out of date. */
  private async take(reading: Promise<AddressBlock[]>): Promise<boolean> {
    const turn = ++this.turn;
    const blocks = await reading;
    const isLatest = turn === this.turn;
    if (isLatest) this.blocked.replace(blocks);
    return isLatest;
  }

  private read(): Promise<AddressBlock[]> {
    return this.database.query<AddressBlock & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT host(address) AS address, masklen(address) AS prefix FROM platform.blocked_addresses
        WHERE expires_at > now()`,
    );
  }
}
