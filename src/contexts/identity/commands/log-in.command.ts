import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { notAMember } from '../../../platform/security/refusals';
import { ListMemberships } from '../../tenancy/contracts/list-memberships.query';
import { invalidCredentials } from '../domain/errors';
import { PasswordHasher } from '../domain/password-hasher';
import { Users } from '../domain/users';
import { type Device } from './device';
import { NOWHERE, type SessionGrant, SessionGrants, type Standing } from './session-grants';

export class LogIn extends Command<SessionGrant> {
  constructor(
    readonly email: string,
    readonly password: string,
    /** Null: the longest-standing membership. */
    readonly workspaceId: string | null,
    readonly device: Device,
  ) {
    super();
  }
}

@CommandHandler(LogIn)
export class LogInHandler implements ICommandHandler<LogIn> {
  constructor(
    private readonly users: Users,
    private readonly hasher: PasswordHasher,
    private readonly grants: SessionGrants,
    private readonly queries: QueryBus,
  ) {}

  /** An unknown address is answered like a wrong password, after the same work. */
  async execute({ email, password, workspaceId, device }: LogIn): Promise<SessionGrant> {
    const credentials = await this.users.findCredentials(email);
    const matches = await this.hasher.matches(password, credentials?.passwordHash ?? null);
    if (!credentials || !matches) throw invalidCredentials();
    const standing = await this.standingOf(credentials.userId, workspaceId);
    return this.grants.open(credentials, standing, device);
  }

  private async standingOf(userId: string, wanted: string | null): Promise<Standing> {
    const memberships = await this.queries.execute(new ListMemberships(userId));
    if (!wanted) return memberships[0] ?? NOWHERE;
    const membership = memberships.find(({ workspaceId }) => workspaceId === wanted.toLowerCase());
    if (!membership) throw notAMember();
    return membership;
  }
}
