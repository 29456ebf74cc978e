import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { Ids } from '../../../kernel/ids';
import { audited } from '../../../platform/audit/audited';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { sql, type Statement } from '../../../platform/database/sql';
import { requestMail } from '../../../platform/mail/mail-request';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { ExternalIdentities, type LinkedPerson } from '../domain/external-identities';
import { type VouchedPerson } from '../domain/identity-provider';
import { FIRST_SECURITY_VERSION } from '../domain/users';
import { IDENTITY_LINKED } from './identity-linked.mail-template';

const TAKEN = new Set(['users_email', 'external_identities_subject']);

@Injectable()
export class PostgresExternalIdentities extends ExternalIdentities {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    super();
  }

  async find({ issuer, subject }: VouchedPerson): Promise<LinkedPerson | null> {
    const [found] = await this.database.query<LinkedPerson & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT person.id AS "userId", security_version AS "securityVersion"
        FROM identity.external_identities JOIN identity.users AS person ON person.id = user_id
        WHERE issuer = ${issuer} AND subject = ${subject} AND deleted_at IS NULL`,
    );
    return found ?? null;
  }

  async welcome(person: VouchedPerson & { readonly email: string }): Promise<LinkedPerson | null> {
    const userId = this.ids.next();
    const now = this.clock.now();
    const actor = { kind: 'user', id: userId } as const;
    const name = person.name ?? person.email.replace(/@.*$/, '');
    const rows = [
      sql`
        INSERT INTO identity.users (id, email, name, security_version, email_verified_at, created_at, updated_at)
        VALUES (${userId}, ${person.email}, ${name}, ${FIRST_SECURITY_VERSION}, ${now}, ${now}, ${now})`,
      this.insert(userId, person),
      audited({ action: 'identity.external_account_made', subject: actor, actor }),
    ];
    try {
      await this.database.batch(NO_TENANT, rows);
      return { userId, securityVersion: FIRST_SECURITY_VERSION };
    } catch (error) {
      if (!TAKEN.has(violatedConstraint(error) ?? '')) throw error;
      return this.find(person);
    }
  }

  async link(userId: string, person: VouchedPerson): Promise<boolean> {
    const [account] = await this.database.query<{ email: string }>(
      NO_TENANT,
      sql`SELECT email FROM identity.users WHERE id = ${userId} AND deleted_at IS NULL`,
    );
    if (!account) return false;
    const notice = requestMail({ workspaceId: null, kind: IDENTITY_LINKED, to: account.email, params: {} });
    const act = { action: 'identity.external_identity_linked', subject: { kind: 'user', id: userId } };
    try {
      const rows = [this.insert(userId, person), notice.row, audited(act)];
      await this.store.commit(NO_TENANT, rows, [notice.event]);
      return true;
    } catch (error) {
      if (violatedConstraint(error) !== 'external_identities_subject') throw error;
      return (await this.find(person))?.userId === userId;
    }
  }

  private insert(userId: string, { issuer, subject }: VouchedPerson): Statement {
    return sql`
      INSERT INTO identity.external_identities (id, user_id, issuer, subject, created_at)
      VALUES (${this.ids.next()}, ${userId}, ${issuer}, ${subject}, ${this.clock.now()})`;
  }
}
