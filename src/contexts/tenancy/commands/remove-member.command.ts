import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { Workspaces } from '../domain/workspaces';

export class RemoveMember extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveMember)
export class RemoveMemberHandler implements ICommandHandler<RemoveMember> {
  constructor(
    private readonly workspaces: Workspaces,
    private readonly directory: SessionDirectory,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, userId }: RemoveMember): Promise<void> {
    const workspace = await this.workspaces.find(workspaceId);
    if (!workspace) throw notFound('workspace');
    workspace.remove(userId);
    await this.workspaces.save(workspace, this.clock.now());
    this.directory.forgetMember(userId, workspaceId);
  }
}
