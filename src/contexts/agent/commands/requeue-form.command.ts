import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';

export class RequeueForm extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly submissionId: string,
  ) {
    super();
  }
}

@CommandHandler(RequeueForm)
export class RequeueFormHandler implements ICommandHandler<RequeueForm> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, submissionId }: RequeueForm): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        UPDATE agent.form_submissions SET may_retry = false, error = NULL, attempts = 0, due_at = ${this.clock.now()}
        WHERE workspace_id = ${workspaceId} AND id = ${submissionId} AND may_retry`,
    );
  }
}
