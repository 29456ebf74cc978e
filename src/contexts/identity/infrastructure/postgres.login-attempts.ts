import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { LoginAttempts, type LoginSubject, type PastAttempts, TRUST_DAYS } from '../domain/login-attempts';
import { FAILURES_COUNT_MS, type LoginFailure } from '../domain/login-throttle';
import { LoginFingerprints } from './login-fingerprints';

@Injectable()
export class PostgresLoginAttempts extends LoginAttempts {
  constructor(
    private readonly database: Database,
    private readonly fingerprints: LoginFingerprints,
    private readonly clock: Clock,
  ) {
    super();
  }

  async past(subject: LoginSubject): Promise<PastAttempts> {
    const { account, address } = this.fingerprints.of(subject);
    const now = this.clock.now();
    // The mark comes first: what is added behind it, and still seen by the second statement, is only noticed twice.
    const [[known], failures] = (await this.database.batch(NO_TENANT, [
      sql`
        SELECT
          (SELECT coalesce(max(id), 0) FROM identity.login_failures WHERE account = ${account})::text AS mark,
          EXISTS (
            SELECT 1 FROM identity.trusted_addresses
            WHERE account = ${account} AND address = ${address}
              AND last_used_at > ${now}::timestamptz - make_interval(days => ${TRUST_DAYS})) AS "isTrusted"`,
      sql`
        SELECT failed_at AS at, address = ${address} AS "isHere" FROM identity.login_failures
        WHERE account = ${account} AND failed_at > ${new Date(now.getTime() - FAILURES_COUNT_MS)}
        ORDER BY failed_at DESC, id DESC`,
    ])) as [[{ mark: string; isTrusted: boolean }], LoginFailure[]];
    return { ...known, failures };
  }

  async begin(subject: LoginSubject, { mark }: PastAttempts): Promise<string | null> {
    const { account, address } = this.fingerprints.of(subject);
    const [, begun] = await this.database.batch(NO_TENANT, [
      sql`SELECT pg_advisory_xact_lock(hashtextextended(${account.toString('hex')}, 0))`,
      sql`
        INSERT INTO identity.login_failures (account, address, failed_at)
        SELECT ${account}, ${address}, ${this.clock.now()}
        WHERE NOT EXISTS (
          SELECT 1 FROM identity.login_failures WHERE account = ${account} AND id > ${mark}::bigint)
        RETURNING id`,
    ]);
    return (begun?.[0]?.id as string | undefined) ?? null;
  }

  async withdraw(attemptId: string): Promise<void> {
    await this.database.query(
      NO_TENANT,
      sql`DELETE FROM identity.login_failures WHERE id = ${attemptId}::bigint`,
    );
  }

  async succeed(subject: LoginSubject, userId: string): Promise<void> {
    const { account, address } = this.fingerprints.of(subject);
    await this.database.batch(NO_TENANT, [
      sql`DELETE FROM identity.login_failures WHERE account = ${account} AND address = ${address}`,
      sql`
        INSERT INTO identity.trusted_addresses (account, address, user_id, last_used_at)
        VALUES (${account}, ${address}, ${userId}, ${this.clock.now()})
        ON CONFLICT (account, address) DO UPDATE
        SET user_id = excluded.user_id, last_used_at = excluded.last_used_at`,
    ]);
  }
}
