import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { audited } from '../../../platform/audit/audited';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql, type Statement } from '../../../platform/database/sql';
import { requestMail } from '../../../platform/mail/mail-request';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { SealedIds } from '../../../platform/security/sealed-ids';
import {
  type GoodLink,
  linkExpiry,
  LINKS_COUNT_MS,
  MOST_CODES,
  MOST_LINKS,
  type NewLink,
  OneTimeLinks,
  type LinkPurpose,
} from '../domain/one-time-links';
import { LoginFingerprints } from './login-fingerprints';

@Injectable()
export class PostgresOneTimeLinks extends OneTimeLinks {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
    private readonly seals: SealedIds,
    private readonly fingerprints: LoginFingerprints,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** An unknown address gets its row and its entry in the log as well: one commit, either way. */
  async issue({ id, purpose, email, recipient }: NewLink): Promise<void> {
    const account = this.fingerprints.ofAccount(email);
    const userId = recipient?.userId ?? null;
    const act = {
      action: 'identity.link_requested',
      subject: userId ? { kind: 'user', id: userId } : undefined,
      detail: { purpose },
    };
    const mail = recipient && requestMail({ ...mailOf(purpose, id), to: recipient.email });
    const made = [oneAtATime(account), this.insert({ id, purpose, account, userId })];
    const rows = [...made, ...(mail ? [mail.row] : []), audited(act)];
    await wins(this.store.commit(NO_TENANT, rows, mail ? [mail.event] : []));
  }

  async find(purpose: LinkPurpose, secret: string): Promise<GoodLink | null> {
    const id = this.seals.open(purpose, secret);
    if (!id) return null;
    const [found] = await this.database.query<GoodLink & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT link.id, person.id AS "userId", email, name, security_version AS "securityVersion"
        FROM identity.one_time_links AS link JOIN identity.users AS person ON person.id = user_id
        WHERE link.id = ${id} AND purpose = ${purpose} AND used_at IS NULL AND expires_at > ${this.clock.now()}
          AND deleted_at IS NULL`,
    );
    return found ?? null;
  }

  async countCode(linkId: string): Promise<boolean> {
    const counted = await this.database.query(
      NO_TENANT,
      sql`
        UPDATE identity.one_time_links SET codes_tried = codes_tried + 1
        WHERE id = ${linkId} AND used_at IS NULL AND codes_tried < ${MOST_CODES}
        RETURNING 1`,
    );
    return counted.length === 1;
  }

  async use(linkId: string): Promise<boolean> {
    const now = this.clock.now();
    const [, used = []] = await this.database.batch(NO_TENANT, [
      lockPersonOf(linkId),
      sql`
        WITH used AS (
          UPDATE identity.one_time_links SET used_at = ${now}
          WHERE id = ${linkId} AND used_at IS NULL AND expires_at > ${now}
          RETURNING user_id
        ), proven AS (
          UPDATE identity.users SET email_verified_at = ${now} FROM used
          WHERE id = user_id AND email_verified_at IS NULL)
        SELECT 1 FROM used`,
    ]);
    return used.length === 1;
  }

  private insert(link: {
    id: string;
    purpose: LinkPurpose;
    account: Buffer;
    userId: string | null;
  }): Statement {
    const { id, purpose, account, userId } = link;
    const now = this.clock.now();
    return sql`
      WITH made AS (
        INSERT INTO identity.one_time_links (id, account, user_id, purpose, created_at, expires_at)
        SELECT ${id}, ${account}, ${userId}::uuid, ${purpose}, ${now}, ${linkExpiry(purpose, now)}
        WHERE (
          SELECT count(*) FROM identity.one_time_links
          WHERE account = ${account} AND created_at > ${new Date(now.getTime() - LINKS_COUNT_MS)}) < ${MOST_LINKS}
        RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM made`;
  }
}

/** Before the link itself, as a change of the password does, which voids links. */
function lockPersonOf(linkId: string): Statement {
  return sql`
    SELECT 1 FROM identity.users
    WHERE id = (SELECT user_id FROM identity.one_time_links WHERE id = ${linkId}) FOR NO KEY UPDATE`;
}

/** So that requests at the same moment count each other. */
function oneAtATime(account: Buffer): Statement {
  return sql`SELECT pg_advisory_xact_lock(hashtextextended(${`links ${account.toString('hex')}`}, 0))`;
}

function mailOf(purpose: LinkPurpose, linkId: string) {
  return { workspaceId: null, kind: `identity.${purpose}`, params: { linkId } };
}
