import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { tooManyWorkspaces } from '../domain/errors';
import { MOST_OWNED } from '../domain/workspace';
import { Workspaces } from '../domain/workspaces';
import { WorkspaceCaches } from './workspace-caches';

export class RestoreWorkspace extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(RestoreWorkspace)
export class RestoreWorkspaceHandler implements ICommandHandler<RestoreWorkspace> {
  constructor(
    private readonly workspaces: Workspaces,
    private readonly caches: WorkspaceCaches,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, userId }: RestoreWorkspace): Promise<void> {
    const now = this.clock.now();
    if (!(await this.workspaces.isRestorable(workspaceId, userId, now))) throw notFound('workspace');
    const restored = await this.workspaces.restore(workspaceId, userId, now);
    const workspace = await this.workspaces.find(workspaceId);
    // Another owner may have restored it at the same moment.
    if (!restored && !workspace) throw tooManyWorkspaces(MOST_OWNED);
    await this.caches.renew(workspaceId, workspace?.memberIds);
  }
}
