import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sessionEnded } from '../../../platform/security/refusals';
import { Users } from '../domain/users';
import { type Device } from './device';
import { PasswordChanges } from './password-changes';
import { type Confirmation, PasswordConfirmation } from './password-confirmation';
import { type SessionGrant, SessionGrants } from './session-grants';
import { Standings } from './standings';

/** The session that asks for the change. */
export interface OpenSession {
  readonly userId: string;
  readonly workspaceId: string | null;
  readonly isStrong: boolean;
}

/** Ends all sessions of the person, and answers with a new one in the place of the caller's. */
export class ChangePassword extends Command<SessionGrant> {
  constructor(
    readonly session: OpenSession,
    readonly current: Confirmation,
    readonly newPassword: string,
    readonly device: Device,
  ) {
    super();
  }
}

@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword> {
  constructor(
    private readonly users: Users,
    private readonly confirmation: PasswordConfirmation,
    private readonly changes: PasswordChanges,
    private readonly standings: Standings,
    private readonly grants: SessionGrants,
  ) {}

  async execute({ session, current, newPassword, device }: ChangePassword): Promise<SessionGrant> {
    const { userId, workspaceId, isStrong } = session;
    const account = await this.users.find(userId);
    if (!account) throw sessionEnded();
    await this.confirmation.demand(account, current);
    const standing = await this.standings.of(userId, workspaceId);
    await this.changes.apply({ ...account, password: newPassword, field: 'newPassword', linkId: null });
    const securityVersion = account.securityVersion + 1;
    return this.grants.open({ userId, securityVersion }, standing, device, { isStrong });
  }
}
