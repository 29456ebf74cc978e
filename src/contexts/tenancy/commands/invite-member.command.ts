import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { Ids } from '../../../kernel/ids';
import { FindUserByEmail } from '../../identity/contracts/find-user-by-email.query';
import { FindMembership } from '../contracts/find-membership.query';
import { FindWorkspace } from '../contracts/find-workspace.query';
import { type MemberRole } from '../contracts/member-role';
import { alreadyMember, tooManyInvites } from '../domain/errors';
import { expiryOf, MOST_INVITES, MOST_SENDS } from '../domain/invite';
import { Invites } from '../domain/invites';

/** To the same address again: in place of the older invitation, whose link holds no longer. */
export class InviteMember extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly inviteId: string,
    readonly invitedBy: string,
    readonly invitation: { readonly email: string; readonly role: MemberRole },
  ) {
    super();
  }
}

@CommandHandler(InviteMember)
export class InviteMemberHandler implements ICommandHandler<InviteMember> {
  constructor(
    private readonly invites: Invites,
    private readonly queries: QueryBus,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, inviteId, invitedBy, invitation }: InviteMember): Promise<void> {
    const workspace = await this.queries.execute(new FindWorkspace(workspaceId));
    if (!workspace) throw notFound('workspace');
    await this.refuseMembers(workspaceId, invitation.email);
    const createdAt = this.clock.now();
    const sent = await this.invites.send({
      ...invitation,
      id: inviteId,
      workspaceId,
      linkId: this.ids.next(),
      invitedBy,
      workspaceName: workspace.name,
      createdAt,
      expiresAt: expiryOf(createdAt),
    });
    if (!sent) throw tooManyInvites(MOST_INVITES, MOST_SENDS);
  }

  private async refuseMembers(workspaceId: string, email: string): Promise<void> {
    const userId = await this.queries.execute(new FindUserByEmail(email));
    if (userId && (await this.queries.execute(new FindMembership(workspaceId, userId))))
      throw alreadyMember();
  }
}
