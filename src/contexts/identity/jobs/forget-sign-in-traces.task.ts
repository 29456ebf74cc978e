import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { TRUST_DAYS } from '../domain/login-attempts';

const DAY_MS = 86_400_000;

/** What no decision looks at any more: old failures, links that are past their time, addresses out of use. */
@Injectable()
export class ForgetSignInTraces extends PeriodicTask {
  readonly name = 'identity.forget-sign-in-traces';
  readonly everySeconds = 3_600;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  async run(): Promise<void> {
    const now = this.clock.now().getTime();
    const [yesterday, longAgo] = [new Date(now - DAY_MS), new Date(now - TRUST_DAYS * DAY_MS)];
    await this.database.batch(NO_TENANT, [
      sql`DELETE FROM identity.login_failures WHERE failed_at < ${yesterday}`,
      sql`DELETE FROM identity.one_time_links WHERE expires_at < ${yesterday}`,
      sql`DELETE FROM identity.trusted_addresses WHERE last_used_at < ${longAgo}`,
    ]);
  }
}
