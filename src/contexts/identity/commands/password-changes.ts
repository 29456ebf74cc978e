import { Injectable } from '@nestjs/common';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { type PasswordField } from '../domain/errors';
import { type NewPassword, Users } from '../domain/users';
import { KnownUsers } from '../queries/known-users';
import { NewPasswords } from './new-passwords';

export interface PasswordChange extends Omit<NewPassword, 'passwordHash'> {
  readonly name: string;
  readonly password: string;
  readonly field?: PasswordField;
}

/** Ends all sessions of the person with the change, at once in every process. */
@Injectable()
export class PasswordChanges {
  constructor(
    private readonly users: Users,
    private readonly passwords: NewPasswords,
    private readonly directory: SessionDirectory,
    private readonly known: KnownUsers,
  ) {}

  async apply({ password, field, name, ...change }: PasswordChange): Promise<void> {
    const passwordHash = await this.passwords.accept(password, [change.email, name], field);
    const ended = await this.users.changePassword({ ...change, passwordHash });
    for (const sessionId of ended) this.directory.forgetSession(sessionId);
    // Somebody may have had no password until now.
    this.known.forget(change.userId);
  }
}
