import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type WorkspaceSettings } from '../contracts/workspace-settings';

export interface WorkspaceChanges {
  readonly name?: string;
  readonly settings?: Partial<WorkspaceSettings>;
}

export class UpdateWorkspace extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly changes: WorkspaceChanges,
  ) {
    super();
  }
}

@CommandHandler(UpdateWorkspace)
export class UpdateWorkspaceHandler implements ICommandHandler<UpdateWorkspace> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Settings are merged by the database, so that two owners who change different ones both succeed. */
  async execute({ workspaceId, changes }: UpdateWorkspace): Promise<void> {
    const updated = await this.database.query(
      workspaceId,
      sql`
        UPDATE tenancy.workspaces SET
          name = coalesce(${changes.name ?? null}, name),
          settings = settings || ${JSON.stringify(changes.settings ?? {})}::jsonb,
          updated_at = ${this.clock.now()}
        WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL
        RETURNING 1`,
    );
    if (updated.length === 0) throw notFound('workspace');
  }
}
