import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql';
import { Shown } from '../../../platform/http/view-fields';
import { RelayDatabase } from '../../../platform/outbox/relay-database';

export class DeadLetterCountView {
  @Shown({ enum: ['queue', 'reaction'], example: 'queue' })
  source!: string;

  @Shown({ example: 'ingest' })
  queue!: string;

  @Shown({ example: 2 })
  open!: number;

  @Shown({ example: '2026-11-21T09:30:00.000Z' })
  oldestAt!: Date;
}

export class DeadLetterStatsView {
  @Shown({ example: 2 })
  open!: number;

  @Shown({ type: DeadLetterCountView, isArray: true })
  queues!: DeadLetterCountView[];
}

export class GetDeadLetterStats extends Query<DeadLetterStatsView> {}

@QueryHandler(GetDeadLetterStats)
export class GetDeadLetterStatsHandler implements IQueryHandler<GetDeadLetterStats> {
  constructor(private readonly database: RelayDatabase) {}

  async execute(): Promise<DeadLetterStatsView> {
    const queues = await this.database.query<DeadLetterCountView>(sql`
      SELECT source, name AS queue, count(*)::int AS open, min(first_failed_at) AS "oldestAt"
      FROM platform.dead_letters WHERE status = 'open' GROUP BY source, name ORDER BY source, name`);
    return { open: queues.reduce((sum, queue) => sum + queue.open, 0), queues };
  }
}
