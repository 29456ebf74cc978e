import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { SecretBox } from '../../../platform/security/secret-box';
import { codesLocked } from '../domain/second-factor-errors';
import { stepOf } from './totp-secret';

const MOST_GUESSES = 5;
const WINDOW_MS = 15 * 60_000;
const TOTP_CODE = /^\d{6}$/;

interface Factor extends Record<string, unknown> {
  readonly secret: Buffer;
  readonly lastStep: number;
  readonly guesses: number;
  readonly since: Date;
  readonly email: string;
}

export interface Guess {
  /** The step of time whose unused code it is; null when it is none of those. */
  readonly step: number | null;
  /** Encrypted, as it is stored. */
  readonly secret: Buffer;
  /** Where the person is told what became of it. */
  readonly email: string;
}

/** Codes are short: how many were tried is counted for the person, wherever and however they try. */
@Injectable()
export class CodeGuesses {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** Null when there is no second factor in that state. */
  async take(userId: string, state: 'confirmed' | 'offered', code: string): Promise<Guess | null> {
    const now = this.clock.now();
    const factor = await this.count(userId, state === 'confirmed', now);
    if (!factor) return null;
    const { guesses, since, secret, lastStep, email } = factor;
    if (guesses > MOST_GUESSES) {
      throw codesLocked(Math.ceil((since.getTime() + WINDOW_MS - now.getTime()) / 1_000));
    }
    const digits = code.replace(/\s/g, '');
    const step = TOTP_CODE.test(digits) ? stepOf(this.box.open(secret, userId), digits, now) : null;
    return { step: step !== null && step > lastStep ? step : null, secret, email };
  }

  /** Before anything is compared, so that no number of parallel guesses gets past the count. */
  private async count(userId: string, isConfirmed: boolean, now: Date): Promise<Factor | null> {
    const windowStart = new Date(now.getTime() - WINDOW_MS);
    const [factor] = await this.database.query<Factor>(
      NO_TENANT,
      sql`
        UPDATE identity.second_factors
        SET guesses = CASE WHEN guesses_since <= ${windowStart} THEN 1 ELSE guesses + 1 END,
          guesses_since = CASE WHEN guesses = 0 OR guesses_since <= ${windowStart} THEN ${now} ELSE guesses_since END
        FROM identity.users AS person
        WHERE user_id = ${userId} AND person.id = user_id AND (confirmed_at IS NOT NULL) = ${isConfirmed}
        RETURNING secret, last_step AS "lastStep", guesses, guesses_since AS since, email`,
    );
    return factor ?? null;
  }
}
