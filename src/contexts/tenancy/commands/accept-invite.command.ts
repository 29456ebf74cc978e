import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { DescribeUsers, type UserDescription } from '../../identity/contracts/describe-users.query';
import { FindMembership } from '../contracts/find-membership.query';
import { inviteUsed, noSuchInvite } from '../domain/errors';
import { acceptanceOf } from '../domain/invite';
import { InviteTokens } from '../domain/invite-tokens';
import { type InviteLink, Invites } from '../domain/invites';

/** Answers the workspace. Accepting again changes nothing, for as long as the person is a member. */
export class AcceptInvite extends Command<string> {
  constructor(
    readonly token: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(AcceptInvite)
export class AcceptInviteHandler implements ICommandHandler<AcceptInvite> {
  constructor(
    private readonly invites: Invites,
    private readonly tokens: InviteTokens,
    private readonly directory: SessionDirectory,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  async execute({ token, userId }: AcceptInvite): Promise<string> {
    const link = this.tokens.open(token);
    const [person] = await this.queries.execute(new DescribeUsers([userId]));
    if (!link || !person) throw noSuchInvite();
    if (!(await this.join(link, person))) await this.refuseFormerMember(link.workspaceId, userId);
    this.directory.forgetMember(userId, link.workspaceId);
    return link.workspaceId;
  }

  /** False when it was accepted before, be it by the same person a millisecond ago. */
  private async join(link: InviteLink, person: UserDescription): Promise<boolean> {
    const now = this.clock.now();
    const invite = await this.invites.findByLink(link);
    if (acceptanceOf(invite, person, now) === 'before') return false;
    if (await this.invites.accept(link, person.id, invite!.role, now)) return true;
    acceptanceOf(await this.invites.findByLink(link), person, now);
    return false;
  }

  private async refuseFormerMember(workspaceId: string, userId: string): Promise<void> {
    const role = await this.queries.execute(new FindMembership(workspaceId, userId));
    if (!role) throw inviteUsed();
  }
}
