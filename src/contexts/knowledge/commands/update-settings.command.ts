import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';

export interface SettingsChange {
  readonly chunking?: object;
  readonly retrieval?: object;
}

export class UpdateKnowledgeSettings extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly change: SettingsChange,
  ) {
    super();
  }
}

/** Of a part that is named, what it leaves out goes back to the default. */
@CommandHandler(UpdateKnowledgeSettings)
export class UpdateKnowledgeSettingsHandler implements ICommandHandler<UpdateKnowledgeSettings> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, change }: UpdateKnowledgeSettings): Promise<void> {
    const chunking = change.chunking ? JSON.stringify(change.chunking) : null;
    const retrieval = change.retrieval ? JSON.stringify(change.retrieval) : null;
    await this.database.batch(workspaceId, [
      sql`
        INSERT INTO knowledge.settings AS known (workspace_id, chunking, retrieval)
        VALUES (${workspaceId}, coalesce(${chunking}::jsonb, '{}'), coalesce(${retrieval}::jsonb, '{}'))
        ON CONFLICT (workspace_id) DO UPDATE SET
          chunking = coalesce(${chunking}::jsonb, known.chunking),
          retrieval = coalesce(${retrieval}::jsonb, known.retrieval), updated_at = now()`,
      audited({
        action: 'knowledge.settings_updated',
        subject: { kind: 'workspace', id: workspaceId },
      }),
    ]);
  }
}
