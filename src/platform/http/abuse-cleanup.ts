import { Injectable } from '@nestjs/common';
import { Database, NO_TENANT } from '../database/database';
import { sql } from '../database/sql';
import { PeriodicTask } from '../schedule/periodic-task';

/** Addresses are personal data in the end: they are kept for as long as they are of use, and no longer. */
@Injectable()
export class AbuseCleanup extends PeriodicTask {
  readonly name = 'abuse-cleanup';
  readonly everySeconds = 3_600;

  constructor(private readonly database: Database) {
    super();
  }

  async run(): Promise<void> {
    await this.database.batch(NO_TENANT, [
      sql`DELETE FROM platform.rate_refusals WHERE minute < now() - interval '24 hours'`,
      sql`DELETE FROM platform.blocked_addresses WHERE expires_at <= now()`,
    ]);
  }
}
