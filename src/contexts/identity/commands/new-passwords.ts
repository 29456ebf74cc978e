import { Injectable } from '@nestjs/common';
import { BreachedPasswords } from '../domain/breached-passwords';
import { type PasswordField, weakPassword } from '../domain/errors';
import { PasswordHasher } from '../domain/password-hasher';
import { refuseWeakPassword } from '../domain/password-policy';

/** What a password has to pass before it becomes somebody's. */
@Injectable()
export class NewPasswords {
  constructor(
    private readonly breached: BreachedPasswords,
    private readonly hasher: PasswordHasher,
  ) {}

  /** `personal` is what an attacker knows about the account, `field` what the caller named it. Answers with the hash. */
  async accept(password: string, personal: readonly string[], field?: PasswordField): Promise<string> {
    refuseWeakPassword(password, personal, field);
    if (await this.breached.has(password)) {
      throw weakPassword(['must not be one that has leaked somewhere: this one has'], field);
    }
    return this.hasher.hash(password);
  }
}
