import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { Workspaces } from '../domain/workspaces';

export class TransferOwnership extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly ownerId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(TransferOwnership)
export class TransferOwnershipHandler implements ICommandHandler<TransferOwnership> {
  constructor(
    private readonly workspaces: Workspaces,
    private readonly directory: SessionDirectory,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, ownerId, userId }: TransferOwnership): Promise<void> {
    const workspace = await this.workspaces.find(workspaceId);
    if (!workspace) throw notFound('workspace');
    workspace.transfer(ownerId, userId);
    await this.workspaces.save(workspace, this.clock.now());
    for (const id of [ownerId, userId]) this.directory.forgetMember(id, workspaceId);
  }
}
