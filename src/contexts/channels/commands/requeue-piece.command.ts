import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { WorkQueues } from '../domain/work-queues';

export class RequeuePiece extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly pieceId: string,
  ) {
    super();
  }
}

@CommandHandler(RequeuePiece)
export class RequeuePieceHandler implements ICommandHandler<RequeuePiece> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly queues: WorkQueues,
  ) {}

  async execute({ workspaceId, pieceId }: RequeuePiece): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        UPDATE channels.outbound SET status = 'queued', attempts = 0, error = NULL, due_at = ${this.clock.now()}
        WHERE workspace_id = ${workspaceId} AND id = ${pieceId} AND status = 'dead'`,
    );
    await this.queues.wakeOutbound({ workspaceId, id: pieceId });
  }
}
