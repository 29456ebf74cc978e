import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { audited } from '../../../platform/audit/audited';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { requestMail } from '../../../platform/mail/mail-request';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { recoveryDigest } from '../domain/recovery-codes';
import { type SecondFactorOutcome, SecondFactors } from '../domain/second-factors';
import { CodeGuesses } from './code-guesses';
import { RECOVERY_CODE_USED } from './recovery-code-used.mail-template';

/** The codes of an authenticator app (RFC 6238), and the recovery codes beside them. */
@Injectable()
export class TotpSecondFactors extends SecondFactors {
  constructor(
    private readonly guesses: CodeGuesses,
    private readonly database: Database,
    private readonly store: AggregateStore,
    private readonly clock: Clock,
  ) {
    super();
  }

  async check(userId: string, code: string | null): Promise<SecondFactorOutcome> {
    if (code === null) return (await this.isSetUp(userId)) ? 'missing' : 'not_set_up';
    const guess = await this.guesses.take(userId, 'confirmed', code);
    if (!guess) return 'not_set_up';
    const passed =
      guess.step === null
        ? await this.useRecoveryCode(userId, code, guess.email)
        : await this.useStep(userId, guess.step);
    return passed ? 'passed' : 'wrong';
  }

  private async isSetUp(userId: string): Promise<boolean> {
    const found = await this.database.query(
      NO_TENANT,
      sql`SELECT 1 FROM identity.second_factors WHERE user_id = ${userId} AND confirmed_at IS NOT NULL`,
    );
    return found.length === 1;
  }

  /** Of those who show the same code at once, one passes. */
  private async useStep(userId: string, step: number): Promise<boolean> {
    const used = await this.database.query(
      NO_TENANT,
      sql`
        UPDATE identity.second_factors SET last_step = ${step}, guesses = 0
        WHERE user_id = ${userId} AND last_step < ${step}
        RETURNING 1`,
    );
    return used.length === 1;
  }

  private useRecoveryCode(userId: string, code: string, email: string): Promise<boolean> {
    const mail = requestMail({ workspaceId: null, kind: RECOVERY_CODE_USED, to: email, params: {} });
    const person = { kind: 'user', id: userId } as const;
    return wins(
      this.store.commit(
        NO_TENANT,
        [
          sql`
            WITH used AS (
              UPDATE identity.recovery_codes SET used_at = ${this.clock.now()}
              WHERE user_id = ${userId} AND digest = ${recoveryDigest(code)} AND used_at IS NULL
              RETURNING user_id
            ), rested AS (
              UPDATE identity.second_factors SET guesses = 0
              FROM used WHERE second_factors.user_id = used.user_id
              RETURNING 1)
            SELECT platform.expect_changed(count(*)) FROM rested`,
          mail.row,
          audited({ action: 'identity.recovery_code_used', subject: person, actor: person }),
        ],
        [mail.event],
      ),
    );
  }
}
