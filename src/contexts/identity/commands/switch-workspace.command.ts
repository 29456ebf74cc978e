import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { notAMember, sessionEnded } from '../../../platform/security/refusals';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { FindMembership } from '../../tenancy/contracts/find-membership.query';
import { type SessionGrant, SessionGrants } from './session-grants';

/** A session stands in one workspace at a time; its older refresh token is used up by the step. */
export class SwitchWorkspace extends Command<SessionGrant> {
  constructor(
    readonly workspaceId: string,
    readonly userId: string,
    readonly sessionId: string,
  ) {
    super();
  }
}

@CommandHandler(SwitchWorkspace)
export class SwitchWorkspaceHandler implements ICommandHandler<SwitchWorkspace> {
  constructor(
    private readonly grants: SessionGrants,
    private readonly directory: SessionDirectory,
    private readonly queries: QueryBus,
  ) {}

  async execute({ workspaceId: named, userId, sessionId }: SwitchWorkspace): Promise<SessionGrant> {
    // The token carries it to where ids are compared as text.
    const workspaceId = named.toLowerCase();
    const role = await this.queries.execute(new FindMembership(workspaceId, userId));
    if (!role) throw notAMember();
    const session = await this.directory.find(sessionId);
    const grant = session && (await this.grants.move(session, sessionId, { workspaceId, role }));
    if (!grant) throw sessionEnded();
    return grant;
  }
}
