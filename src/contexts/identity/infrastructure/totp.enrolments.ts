import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { audited } from '../../../platform/audit/audited';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { requestMail } from '../../../platform/mail/mail-request';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { SecretBox } from '../../../platform/security/secret-box';
import { recoveryDigest } from '../domain/recovery-codes';
import {
  type EnrolmentOutcome,
  type ShowingSession,
  TotpEnrolments,
  type TotpOffer,
} from '../domain/totp-enrolments';
import { CodeGuesses } from './code-guesses';
import { SECOND_FACTOR_REMOVED } from './second-factor-removed.mail-template';
import { SECOND_FACTOR_SET_UP } from './second-factor-set-up.mail-template';
import { newTotpSecret, otpauthUrlOf } from './totp-secret';

@Injectable()
export class PostgresTotpEnrolments extends TotpEnrolments {
  constructor(
    private readonly guesses: CodeGuesses,
    private readonly database: Database,
    private readonly store: AggregateStore,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** The count of wrong codes outlives the offer: a new one must not buy new guesses. */
  async offer(userId: string): Promise<TotpOffer | null> {
    const secret = newTotpSecret();
    const now = this.clock.now();
    const [offered] = await this.database.query<{ email: string }>(
      NO_TENANT,
      sql`
        INSERT INTO identity.second_factors AS factor (user_id, secret, created_at, guesses_since)
        VALUES (${userId}, ${this.box.close(secret, userId)}, ${now}, ${now})
        ON CONFLICT (user_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at
          WHERE factor.confirmed_at IS NULL
        RETURNING (SELECT email FROM identity.users WHERE id = user_id)`,
    );
    return offered ? { secret, otpauthUrl: otpauthUrlOf(secret, offered.email) } : null;
  }

  async confirm(
    session: ShowingSession,
    code: string,
    recoveryCodes: readonly string[],
  ): Promise<EnrolmentOutcome> {
    const guess = await this.guesses.take(session.userId, 'offered', code);
    if (!guess) return 'nothing_offered';
    const { step, secret, email } = guess;
    if (step === null) return 'wrong';
    const { userId, sessionId } = session;
    const now = this.clock.now();
    const mail = requestMail({ workspaceId: null, kind: SECOND_FACTOR_SET_UP, to: email, params: {} });
    const rows = [
      sql`
        WITH confirmed AS (
          UPDATE identity.second_factors SET confirmed_at = ${now}, last_step = ${step}, guesses = 0
          WHERE user_id = ${userId} AND secret = ${secret} AND confirmed_at IS NULL
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM confirmed`,
      sql`
        INSERT INTO identity.recovery_codes (user_id, digest)
        SELECT ${userId}, unnest(${recoveryCodes.map(recoveryDigest)}::bytea[])`,
      sql`UPDATE identity.sessions SET is_strong = true, authenticated_at = ${now} WHERE id = ${sessionId}`,
      mail.row,
      audited({ action: 'identity.second_factor_set_up', subject: { kind: 'user', id: userId } }),
    ];
    return (await wins(this.store.commit(NO_TENANT, rows, [mail.event]))) ? 'confirmed' : 'nothing_offered';
  }

  /** The recovery codes go with it. What a session was strong by is gone, too. */
  async remove(userId: string): Promise<readonly string[] | null> {
    const [person] = await this.database.query<{ email: string }>(
      NO_TENANT,
      sql`SELECT email FROM identity.users WHERE id = ${userId}`,
    );
    const mail = requestMail({
      workspaceId: null,
      kind: SECOND_FACTOR_REMOVED,
      to: person!.email,
      params: {},
    });
    const rows = [
      sql`
        WITH removed AS (DELETE FROM identity.second_factors WHERE user_id = ${userId} RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM removed`,
      sql`
        UPDATE identity.sessions SET is_strong = false
        WHERE user_id = ${userId} AND is_strong AND ended_at IS NULL
        RETURNING id`,
      mail.row,
      audited({ action: 'identity.second_factor_removed', subject: { kind: 'user', id: userId } }),
    ];
    const removing = this.store.commit(NO_TENANT, rows, [mail.event]);
    if (!(await wins(removing))) return null;
    const [, weakened] = await removing;
    return (weakened as { id: string }[]).map(({ id }) => id);
  }
}
