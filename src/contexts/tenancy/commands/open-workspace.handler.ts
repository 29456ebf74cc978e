import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { SessionDirectory } from '../../../platform/security/session-directory';
import { OpenWorkspace } from '../contracts/open-workspace.command';
import { tooManyWorkspaces } from '../domain/errors';
import { MOST_OWNED, Workspace } from '../domain/workspace';
import { Workspaces } from '../domain/workspaces';

@CommandHandler(OpenWorkspace)
export class OpenWorkspaceHandler implements ICommandHandler<OpenWorkspace> {
  constructor(
    private readonly workspaces: Workspaces,
    private readonly directory: SessionDirectory,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, ownerId, name }: OpenWorkspace): Promise<void> {
    const workspace = Workspace.open(workspaceId, ownerId, name);
    const opening = await this.workspaces.open(workspace, ownerId, this.clock.now());
    if (opening === 'owner_has_too_many') throw tooManyWorkspaces(MOST_OWNED);
    this.directory.forgetMember(ownerId, workspaceId);
  }
}
