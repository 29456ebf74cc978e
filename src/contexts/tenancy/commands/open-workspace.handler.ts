import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { OpenWorkspace } from '../contracts/open-workspace.command';
import { Workspace } from '../domain/workspace';
import { Workspaces } from '../domain/workspaces';

@CommandHandler(OpenWorkspace)
export class OpenWorkspaceHandler implements ICommandHandler<OpenWorkspace> {
  constructor(
    private readonly workspaces: Workspaces,
    private readonly directory: SessionDirectory,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, ownerId, name }: OpenWorkspace): Promise<void> {
    await this.workspaces.open(Workspace.open(workspaceId, ownerId, name), this.clock.now());
    this.directory.forgetMember(ownerId, workspaceId);
  }
}
