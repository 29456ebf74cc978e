import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { ReindexingQueue } from '../domain/reindexing-queue';

const REINDEXINGS_AT_ONCE = 500;

/** Those whose lease has passed: a worker died, the queue has lost the job, or it is time to look for late documents. */
@Injectable()
export class FindLostReindexings extends PeriodicTask {
  readonly name = 'knowledge.lost-reindexings';
  readonly everySeconds = 15;

  constructor(
    private readonly relay: RelayDatabase,
    private readonly queue: ReindexingQueue,
  ) {
    super();
  }

  async run(): Promise<void> {
    const overdue = await this.relay.query<{ workspaceId: string; id: string }>(sql`
      SELECT workspace_id AS "workspaceId", id FROM knowledge.reindexings
      WHERE lease_until < now() ORDER BY lease_until LIMIT ${REINDEXINGS_AT_ONCE}`);
    for (const { workspaceId, id } of overdue) await this.queue.add(workspaceId, id);
  }
}
