import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from '../../../platform/database/sql';
import { Shown } from '../../../platform/http/view-fields';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { QUEUES } from '../../../platform/queues/queue-names';
import { QueueSupervision, type QueueState } from '../../../platform/queues/queue-supervision';

export class QueueView implements QueueState {
  @Shown({ enum: QUEUES, example: 'ingest' })
  name!: QueueState['name'];

  @Shown({ example: 12, description: 'Ready to be taken by a worker.' })
  waiting!: number;

  @Shown({ example: 1, description: 'For a later time, such as that of another attempt.' })
  delayed!: number;

  @Shown({ example: 4 })
  active!: number;

  @Shown({ example: 100, description: 'Those that are still remembered, and so with the failed ones.' })
  completed!: number;

  @Shown({ example: 0 })
  failed!: number;

  @Shown({ example: false, description: 'Whether no job is taken from it until it is resumed.' })
  paused!: boolean;

  @Shown({ example: 3, nullable: true, description: 'How long the job has waited that has waited longest.' })
  oldestWaitingSeconds!: number | null;

  @Shown({ example: 2, description: 'How many processes take jobs from it.' })
  workers!: number;

  @Shown({ example: 4, description: 'How many jobs such a process works on at once.' })
  concurrency!: number;

  @Shown({ example: 0, description: 'What has failed for good and waits for somebody.' })
  deadLetters!: number;
}

export class QueuesView {
  @Shown({ type: QueueView, isArray: true })
  data!: QueueView[];
}

export class ListQueues extends Query<QueuesView> {}

@QueryHandler(ListQueues)
export class ListQueuesHandler implements IQueryHandler<ListQueues> {
  constructor(
    private readonly queues: QueueSupervision,
    private readonly database: RelayDatabase,
  ) {}

  async execute(): Promise<QueuesView> {
    const [states, letters] = await Promise.all([this.queues.all(), this.openLetters()]);
    return { data: states.map((state) => ({ ...state, deadLetters: letters.get(state.name) ?? 0 })) };
  }

  private async openLetters(): Promise<Map<string, number>> {
    const rows = await this.database.query<{ name: string; open: number }>(sql`
      SELECT name, count(*)::int AS open FROM platform.dead_letters
      WHERE status = 'open' AND source = 'queue' GROUP BY name`);
    return new Map(rows.map(({ name, open }) => [name, open]));
  }
}
