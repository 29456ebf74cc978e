import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { Captcha } from '../domain/captcha';
import {
  accountBusy,
  accountLocked,
  captchaRequired,
  invalidCredentials,
  totpRequired,
} from '../domain/errors';
import { LoginAttempts, type LoginSubject, type PastAttempts } from '../domain/login-attempts';
import { beginsLock, judgeLogin, type LoginFacts } from '../domain/login-throttle';
import { OneByOne } from './one-by-one';
import { SignInLog } from './sign-in-log';

export interface LoginAttempt extends LoginSubject {
  /** What the captcha gave to the person who solved it. */
  readonly captcha: string | null;
}

export type Proof<P> =
  | { readonly kind: 'passed'; readonly person: P }
  | { readonly kind: 'wrong'; readonly userId: string | null }
  | { readonly kind: 'code_missing' };

interface Begun {
  readonly id: string;
  readonly past: PastAttempts;
}

const MOST_STARTS = 20;

/** What every guess at an account's secrets has to pass: it refuses before anything is compared, and counts. */
@Injectable()
export class LoginGate {
  private readonly admissions = new OneByOne();
  private readonly attempts = new OneByOne();

  constructor(
    private readonly known: LoginAttempts,
    private readonly captcha: Captcha,
    private readonly log: SignInLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Attempts on one account from one address wait for each other: those that come in parallel are
   * neither let through together nor, when all of them are right, counted against each other.
   */
  pass<P extends { readonly userId: string }>(
    attempt: LoginAttempt,
    prove: () => Promise<Proof<P>>,
  ): Promise<P> {
    return this.attempts.run(`${attempt.email} ${attempt.address}`.toLowerCase(), async () => {
      const captcha = await this.lookAt(attempt.captcha, attempt.address);
      const begun = await this.admissions.run(attempt.email.toLowerCase(), () =>
        this.begin(attempt, captcha),
      );
      return this.settle(attempt, begun, await this.proofOf(begun, prove));
    });
  }

  private async lookAt(token: string | null, address: string): Promise<LoginFacts['captcha']> {
    if (!this.captcha.isAvailable) return 'not_available';
    return token !== null && (await this.captcha.verify(token, address)) ? 'solved' : 'missing';
  }

  /** Another process may begin an attempt at the same moment: then what was known is asked for again. */
  private async begin(subject: LoginSubject, captcha: LoginFacts['captcha']): Promise<Begun> {
    for (let starts = 0; starts < MOST_STARTS; starts++) {
      const past = await this.known.past(subject);
      this.refuse({ ...past, captcha }, this.clock.now());
      const id = await this.known.begin(subject, past);
      if (id) return { id, past };
    }
    throw accountBusy();
  }

  private refuse(facts: LoginFacts, now: Date): void {
    const verdict = judgeLogin(facts, now);
    if (verdict.kind === 'admitted') return;
    this.log.failed(null, verdict.kind);
    if (verdict.kind === 'captcha_required') throw captchaRequired();
    throw accountLocked(Math.ceil((verdict.until.getTime() - now.getTime()) / 1_000));
  }

  /** That something of ours is broken is nobody's failed attempt. */
  private async proofOf<P>({ id }: Begun, prove: () => Promise<Proof<P>>): Promise<Proof<P>> {
    try {
      return await prove();
    } catch (error) {
      await this.known.withdraw(id).catch(() => undefined);
      throw error;
    }
  }

  private async settle<P extends { readonly userId: string }>(
    subject: LoginSubject,
    { id, past }: Begun,
    proof: Proof<P>,
  ): Promise<P> {
    switch (proof.kind) {
      case 'passed':
        await this.known.succeed(subject, proof.person.userId);
        return proof.person;
      case 'code_missing':
        await this.known.withdraw(id);
        throw totpRequired();
      case 'wrong':
        this.log.failed(proof.userId, 'invalid_credentials');
        if (beginsLock(past.failures)) this.log.locked(proof.userId);
        throw invalidCredentials();
    }
  }
}
