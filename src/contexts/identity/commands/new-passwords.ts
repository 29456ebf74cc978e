import { Injectable } from '@nestjs/common';
import { BreachedPasswords } from '../domain/breached-passwords';
import { weakPassword } from '../domain/errors';
import { PasswordHasher } from '../domain/password-hasher';
import { refuseWeakPassword } from '../domain/password-policy';

/** What a password has to pass before it becomes somebody's. */
@Injectable()
export class NewPasswords {
  constructor(
    private readonly breached: BreachedPasswords,
    private readonly hasher: PasswordHasher,
  ) {}

  /** `personal` is what an attacker knows about the account. Answers with the hash. */
  async accept(password: string, personal: readonly string[]): Promise<string> {
    refuseWeakPassword(password, personal);
    if (await this.breached.has(password)) {
      throw weakPassword(['must not be one that has leaked somewhere: this one has']);
    }
    return this.hasher.hash(password);
  }
}
