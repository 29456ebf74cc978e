import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { noSuchInvite } from '../domain/errors';
import { Invites } from '../domain/invites';
import { InviteMember } from './invite-member.command';

/** A new link, for as long as a new invitation. The one in the older mail holds no longer. */
export class ResendInvite extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly inviteId: string,
    readonly resentBy: string,
  ) {
    super();
  }
}

@CommandHandler(ResendInvite)
export class ResendInviteHandler implements ICommandHandler<ResendInvite> {
  constructor(
    private readonly invites: Invites,
    private readonly commands: CommandBus,
  ) {}

  async execute({ workspaceId, inviteId, resentBy }: ResendInvite): Promise<void> {
    const invite = await this.invites.find(workspaceId, inviteId);
    if (!invite?.email) throw noSuchInvite();
    const { email, role } = invite;
    await this.commands.execute(new InviteMember(workspaceId, inviteId, resentBy, { email, role }));
  }
}
