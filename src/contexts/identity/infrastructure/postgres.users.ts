import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { audited } from '../../../platform/audit/audited';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { sql, type Statement } from '../../../platform/database/sql';
import { requestMail } from '../../../platform/mail/mail-request';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { emailTaken } from '../domain/errors';
import { type User } from '../domain/user';
import {
  type Account,
  type Credentials,
  FIRST_SECURITY_VERSION,
  type NewPassword,
  Users,
} from '../domain/users';
import { PASSWORD_CHANGED_MAIL } from './password-changed.mail-template';

@Injectable()
export class PostgresUsers extends Users {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** In the scope of the workspace that the event is about; people themselves belong to none. */
  async add(user: User, workspaceId: string): Promise<void> {
    const { id, email, name, passwordHash } = user.state;
    const now = this.clock.now();
    const row = sql`
      INSERT INTO identity.users (id, email, name, password_hash, security_version, created_at, updated_at)
      VALUES (${id}, ${email}, ${name}, ${passwordHash}, ${FIRST_SECURITY_VERSION}, ${now}, ${now})`;
    const act = audited({ action: 'identity.user_onboarded', actor: { kind: 'user', id } });
    try {
      await this.store.save(workspaceId, user, [row, act]);
    } catch (error) {
      throw violatedConstraint(error) === 'users_email' ? emailTaken() : error;
    }
  }

  findByEmail(email: string): Promise<Account | null> {
    return this.one(sql`
      SELECT id AS "userId", email, name, password_hash AS "passwordHash", security_version AS "securityVersion"
      FROM identity.users WHERE email = ${email} AND deleted_at IS NULL`);
  }

  find(userId: string): Promise<Account | null> {
    return this.one(sql`
      SELECT id AS "userId", email, name, password_hash AS "passwordHash", security_version AS "securityVersion"
      FROM identity.users WHERE id = ${userId} AND deleted_at IS NULL`);
  }

  async changePassword(change: NewPassword): Promise<readonly string[]> {
    const { userId, email, linkId } = change;
    const now = this.clock.now();
    const notice = requestMail({ workspaceId: null, kind: PASSWORD_CHANGED_MAIL, to: email, params: {} });
    const actor = { kind: 'user', id: userId } as const;
    const act = {
      action: linkId ? 'identity.password_reset' : 'identity.password_changed',
      subject: actor,
      actor,
    };
    // The person's row comes before any link's, here and wherever a link is used: else they wait for each other.
    const rows = [
      replaceHash(change, now),
      ...(linkId ? [useLink(linkId, now)] : []),
      voidLinks(userId, now),
      notice.row,
      endSessions(userId, now),
      audited(act),
    ];
    const results = await this.store.commit(NO_TENANT, rows, [notice.event]);
    return results[rows.length - 2]!.map(({ id }) => id as string);
  }

  async rehash({ userId, passwordHash }: Credentials, better: string): Promise<void> {
    await this.database.query(
      NO_TENANT,
      sql`
        UPDATE identity.users SET password_hash = ${better}, updated_at = ${this.clock.now()}
        WHERE id = ${userId} AND password_hash = ${passwordHash}`,
    );
  }

  private async one(statement: Statement): Promise<Account | null> {
    const [found] = await this.database.query<Account & Record<string, unknown>>(NO_TENANT, statement);
    return found ?? null;
  }
}

function replaceHash({ userId, passwordHash, securityVersion }: NewPassword, now: Date): Statement {
  return sql`
    WITH changed AS (
      UPDATE identity.users
      SET password_hash = ${passwordHash}, security_version = security_version + 1, updated_at = ${now}
      WHERE id = ${userId} AND security_version = ${securityVersion} AND deleted_at IS NULL
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM changed`;
}

/** The link came by mail, so the address is the person's. */
function useLink(linkId: string, now: Date): Statement {
  return sql`
    WITH used AS (
      UPDATE identity.one_time_links SET used_at = ${now}
      WHERE id = ${linkId} AND used_at IS NULL AND expires_at > ${now}
      RETURNING user_id
    ), proven AS (
      UPDATE identity.users SET email_verified_at = coalesce(email_verified_at, ${now}) FROM used WHERE id = user_id)
    SELECT platform.expect_changed(count(*)) FROM used`;
}

function voidLinks(userId: string, now: Date): Statement {
  return sql`UPDATE identity.one_time_links SET used_at = ${now} WHERE user_id = ${userId} AND used_at IS NULL`;
}

function endSessions(userId: string, now: Date): Statement {
  return sql`
    UPDATE identity.sessions SET ended_at = ${now}, end_reason = 'password_changed'
    WHERE user_id = ${userId} AND ended_at IS NULL
    RETURNING id`;
}
