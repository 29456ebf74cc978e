import { EventsHandler, type IEventHandler } from '@nestjs/cqrs';
import { WorkspaceCaches } from '../commands/workspace-caches';
import { WorkspaceDeleted } from '../contracts/workspace-deleted.event';
import { WorkspaceRestored } from '../contracts/workspace-restored.event';
import { WorkspaceUpdated } from '../contracts/workspace-updated.event';

/** The commands do it themselves; this makes up for it when the process died between commit and that. */
@EventsHandler(WorkspaceUpdated, WorkspaceDeleted, WorkspaceRestored)
export class RenewCachesOnWorkspaceChanged implements IEventHandler<
  WorkspaceUpdated | WorkspaceDeleted | WorkspaceRestored
> {
  constructor(private readonly caches: WorkspaceCaches) {}

  async handle({ workspaceId }: WorkspaceUpdated | WorkspaceDeleted | WorkspaceRestored): Promise<void> {
    await this.caches.renew(workspaceId);
  }
}
