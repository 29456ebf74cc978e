import { Injectable } from '@nestjs/common';
import { sessionEnded } from '../../../platform/security/refusals';
import { invalidCode, totpRequired } from '../domain/errors';
import { proofMissing } from '../domain/second-factor-errors';
import { SecondFactors } from '../domain/second-factors';
import { type Account, Users } from '../domain/users';
import { CredentialCheck } from './credential-check';
import { LoginGate } from './login-gate';
import { SignInLog } from './sign-in-log';

export interface GivenProof {
  readonly password: string | null;
  readonly totp: string | null;
  readonly captcha: string | null;
  readonly address: string;
}

/** What somebody shows who is signed in already. Wrong passwords count as they do at the door. */
@Injectable()
export class RepeatedProof {
  constructor(
    private readonly users: Users,
    private readonly gate: LoginGate,
    private readonly credentials: CredentialCheck,
    private readonly secondFactors: SecondFactors,
    private readonly log: SignInLog,
  ) {}

  /** Whether a second factor was among it. A session that never saw the one there is must show it now. */
  async demand(userId: string, isStrong: boolean, given: GivenProof): Promise<boolean> {
    if (given.password === null && given.totp === null) throw proofMissing();
    const account = await this.users.find(userId);
    if (!account) throw sessionEnded();
    if (given.totp === null && !isStrong && (await this.secondFactors.check(userId, null)) === 'missing') {
      throw totpRequired();
    }
    if (given.password !== null) await this.checkPassword(account, given.password, given);
    return given.totp !== null && this.checkCode(userId, given.totp, given.password !== null);
  }

  private async checkPassword(
    account: Account,
    password: string,
    { captcha, address }: GivenProof,
  ): Promise<void> {
    await this.gate.pass({ email: account.email, address, captcha }, () =>
      this.credentials.checkPassword(account, password),
    );
  }

  /** Without a second factor a code proves nothing; beside the password it does not matter. */
  private async checkCode(userId: string, code: string, hasShownPassword: boolean): Promise<boolean> {
    const outcome = await this.secondFactors.check(userId, code);
    if (outcome === 'passed') return true;
    if (outcome === 'not_set_up' && hasShownPassword) return false;
    this.log.failed(userId, 'invalid_code');
    throw invalidCode();
  }
}
