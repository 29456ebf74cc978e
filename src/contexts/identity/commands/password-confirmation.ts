import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock';
import { RECENT_SECONDS } from '../../../platform/security/recent-sign-in';
import { signInAgain } from '../../../platform/security/refusals';
import { currentPasswordMissing } from '../domain/errors';
import { type Account } from '../domain/users';
import { CredentialCheck } from './credential-check';
import { LoginGate } from './login-gate';

export interface Confirmation {
  readonly password: string | null;
  readonly captcha: string | null;
  readonly address: string;
  readonly authenticatedAt: Date | null;
}

/** Guesses in an open session are counted with those at the door. */
@Injectable()
export class PasswordConfirmation {
  constructor(
    private readonly gate: LoginGate,
    private readonly credentials: CredentialCheck,
    private readonly clock: Clock,
  ) {}

  /** Who has no password yet cannot be asked for it: then the sign-in itself must be recent. */
  async demand(account: Account, given: Confirmation): Promise<void> {
    if (account.passwordHash === null) return this.demandRecentSignIn(given.authenticatedAt);
    const { password, captcha, address } = given;
    if (password === null) throw currentPasswordMissing();
    await this.gate.pass({ email: account.email, address, captcha }, () =>
      this.credentials.checkPassword(account, password),
    );
  }

  private demandRecentSignIn(authenticatedAt: Date | null): void {
    const age = this.clock.now().getTime() - (authenticatedAt?.getTime() ?? 0);
    if (age > RECENT_SECONDS * 1_000) throw signInAgain();
  }
}
