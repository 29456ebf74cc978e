import { Injectable } from '@nestjs/common';
import { PasswordHasher } from '../domain/password-hasher';
import { SecondFactors } from '../domain/second-factors';
import { type Account, type Credentials, Users } from '../domain/users';
import { type Proof } from './login-gate';

export interface ProvenPerson {
  readonly userId: string;
  readonly securityVersion: number;
  readonly isStrong: boolean;
}

export interface GivenSecrets {
  readonly password: string;
  readonly totp: string | null;
}

/** The password, then the second factor of those who have one. An unknown address costs the same work. */
@Injectable()
export class CredentialCheck {
  constructor(
    private readonly users: Users,
    private readonly hasher: PasswordHasher,
    private readonly secondFactors: SecondFactors,
  ) {}

  async check(email: string, { password, totp }: GivenSecrets): Promise<Proof<ProvenPerson>> {
    const known = await this.users.findByEmail(email);
    const matches = await this.hasher.matches(password, known?.passwordHash ?? null);
    if (!known || !matches) return { kind: 'wrong', userId: known?.userId ?? null };
    const { userId, securityVersion } = known;
    const outcome = await this.secondFactors.check(userId, totp);
    if (outcome === 'missing') return { kind: 'code_missing' };
    if (outcome === 'wrong') return { kind: 'wrong', userId };
    await this.renew(known, password);
    return { kind: 'passed', person: { userId, securityVersion, isStrong: outcome === 'passed' } };
  }

  /** For somebody who has signed in: the second factor was asked for then. */
  async checkPassword(account: Account, password: string): Promise<Proof<Account>> {
    const matches = await this.hasher.matches(password, account.passwordHash);
    return matches ? { kind: 'passed', person: account } : { kind: 'wrong', userId: account.userId };
  }

  /** Only now is the password known that an old hash was made of. */
  private async renew(credentials: Credentials, password: string): Promise<void> {
    if (!this.hasher.isOutdated(credentials.passwordHash!)) return;
    await this.users.rehash(credentials, await this.hasher.hash(password));
  }
}
