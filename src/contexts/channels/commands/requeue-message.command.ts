import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { WorkQueues } from '../domain/work-queues';

export class RequeueMessage extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly eventId: string,
  ) {
    super();
  }
}

@CommandHandler(RequeueMessage)
export class RequeueMessageHandler implements ICommandHandler<RequeueMessage> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queues: WorkQueues,
  ) {}

  async execute({ workspaceId, eventId }: RequeueMessage): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        UPDATE channels.inbox
        SET status = 'received', attempts = 0, error = NULL, handled_at = NULL, due_at = ${this.clock.now()}
        WHERE workspace_id = ${workspaceId} AND id = ${eventId} AND status = 'failed'`,
    );
    await this.queues.wakeInbound({ workspaceId, id: eventId });
  }
}
