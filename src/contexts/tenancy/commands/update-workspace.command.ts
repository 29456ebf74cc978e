import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { audited } from '../../../platform/audit/audited';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { type WorkspaceSettings } from '../contracts/workspace-settings';
import { WorkspaceUpdated } from '../contracts/workspace-updated.event';
import { strongSessionRequired } from '../domain/errors';
import { WorkspaceCaches } from './workspace-caches';

export interface WorkspaceChanges {
  readonly name?: string;
  readonly settings?: Partial<WorkspaceSettings>;
}

export class UpdateWorkspace extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly changes: WorkspaceChanges,
    /** Whether who asks is signed in with a second factor. */
    readonly isStrong: boolean,
  ) {
    super();
  }
}

@CommandHandler(UpdateWorkspace)
export class UpdateWorkspaceHandler implements ICommandHandler<UpdateWorkspace> {
  constructor(
    private readonly store: AggregateStore,
    private readonly caches: WorkspaceCaches,
    private readonly clock: Clock,
  ) {}

  /** Settings are merged by the database, so that two owners who change different ones both succeed. */
  async execute({ workspaceId, changes, isStrong }: UpdateWorkspace): Promise<void> {
    const { name = null, settings = {} } = changes;
    if (settings.requireSecondFactor && !isStrong) throw strongSessionRequired();
    const row = sql`
      WITH updated AS (
        UPDATE tenancy.workspaces SET
          name = coalesce(${name}, name),
          settings = settings || ${JSON.stringify(settings)}::jsonb,
          updated_at = ${this.clock.now()}
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL
        RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM updated`;
    const changed = [...(name === null ? [] : ['name']), ...Object.keys(settings)].join(' ');
    const act = audited({
      action: 'tenancy.workspace_updated',
      subject: { kind: 'workspace', id: workspaceId },
      detail: { changed },
    });
    await this.store.commit(workspaceId, [row, act], [new WorkspaceUpdated(workspaceId)]);
    await this.caches.renew(workspaceId);
  }
}
