import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { noSuchInvite } from '../domain/errors';
import { Invites } from '../domain/invites';

export class WithdrawInvite extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly inviteId: string,
  ) {
    super();
  }
}

@CommandHandler(WithdrawInvite)
export class WithdrawInviteHandler implements ICommandHandler<WithdrawInvite> {
  constructor(private readonly invites: Invites) {}

  async execute({ workspaceId, inviteId }: WithdrawInvite): Promise<void> {
    if (!(await this.invites.withdraw(workspaceId, inviteId))) throw noSuchInvite();
  }
}
