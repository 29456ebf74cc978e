import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';

export class RequeueFineTuning extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly fineTuningId: string,
  ) {
    super();
  }
}

/** From where it stopped: what the provider has of it already is looked for, not made again. */
@CommandHandler(RequeueFineTuning)
export class RequeueFineTuningHandler implements ICommandHandler<RequeueFineTuning> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, fineTuningId }: RequeueFineTuning): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        UPDATE knowledge.fine_tunings
        SET status = 'preparing', may_retry = false, error = NULL, attempts = 0, due_at = now(), updated_at = now()
        WHERE workspace_id = ${workspaceId} AND id = ${fineTuningId} AND status = 'failed' AND may_retry`,
    );
  }
}
