import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';

export type Rating = 'helpful' | 'unhelpful';

export class RateRun extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly runId: string,
    readonly feedback: { readonly rating: Rating; readonly comment: string | null },
  ) {
    super();
  }
}

@CommandHandler(RateRun)
export class RateRunHandler implements ICommandHandler<RateRun> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, runId, feedback: { rating, comment } }: RateRun): Promise<void> {
    const rated = await this.database.query(
      workspaceId,
      sql`
        UPDATE agent.runs SET rating = ${rating}, comment = ${comment}, rated_at = ${this.clock.now()}
        WHERE workspace_id = ${workspaceId} AND id = ${runId} RETURNING 1`,
    );
    if (rated.length === 0) throw notFound('run');
  }
}
