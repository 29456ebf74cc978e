import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Settings } from '../../../../config/settings';
import { Clock } from '../../../kernel/clock';
import { audited } from '../../../platform/audit/audited';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { WorkspaceDeleted } from '../contracts/workspace-deleted.event';
import { WorkspaceCaches } from './workspace-caches';

const DAY_MS = 86_400_000;

export class DeleteWorkspace extends Command<void> {
  constructor(readonly workspaceId: string) {
    super();
  }
}

@CommandHandler(DeleteWorkspace)
export class DeleteWorkspaceHandler implements ICommandHandler<DeleteWorkspace> {
  constructor(
    private readonly store: AggregateStore,
    private readonly caches: WorkspaceCaches,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** The members stay on its rows: they say who may restore it. */
  async execute({ workspaceId }: DeleteWorkspace): Promise<void> {
    const now = this.clock.now();
    const purgeAfter = new Date(now.getTime() + this.settings.tenancy.workspaceRetentionDays * DAY_MS);
    const row = sql`
      WITH deleted AS (
        UPDATE tenancy.workspaces
        SET deleted_at = ${now}, purge_after = ${purgeAfter}, updated_at = ${now}, version = version + 1
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL
        RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM deleted`;
    const members = sql`SELECT user_id AS id FROM tenancy.members WHERE workspace_id = ${workspaceId}`;
    const act = audited({
      action: 'tenancy.workspace_deleted',
      subject: { kind: 'workspace', id: workspaceId },
    });
    const event = new WorkspaceDeleted(workspaceId, purgeAfter.toISOString());
    const [, people = []] = await this.store.commit(workspaceId, [row, members, act], [event]);
    await this.caches.renew(
      workspaceId,
      people.map(({ id }) => id as string),
    );
  }
}
