import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { sql } from '../database/sql';
import { RelayDatabase } from '../outbox/relay-database';
import { PeriodicTask } from '../schedule/periodic-task';
import { jobToSend, type OpenDelivery } from './webhook-job';

const WEBHOOKS_AT_ONCE = 500;
const KEEP_DAYS = 30;

/** A queue may lose its jobs: what has been due for long is queued again, unless it is there. And what is old goes. */
@Injectable()
export class FindLostWebhooks extends PeriodicTask {
  readonly name = 'find-lost-webhooks';
  readonly everySeconds = 300;

  constructor(
    @InjectQueue('webhook') private readonly queue: Queue,
    private readonly relay: RelayDatabase,
  ) {
    super();
  }

  async run(): Promise<void> {
    const overdue = await this.relay.query<OpenDelivery & Record<string, unknown>>(sql`
      SELECT workspace_id AS "workspaceId", id, round, attempts FROM platform.webhook_deliveries
      WHERE status = 'pending' AND due_at < now() - interval '5 minutes'
      ORDER BY due_at LIMIT ${WEBHOOKS_AT_ONCE}`);
    await this.queue.addBulk(overdue.map((delivery) => jobToSend(delivery)));
    await this.relay.query(sql`
      DELETE FROM platform.webhook_deliveries WHERE created_at < now() - make_interval(days => ${KEEP_DAYS})`);
  }
}
