import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { Settings } from '../../../config/settings';
import { sql } from '../database/sql';
import { RelayDatabase } from '../outbox/relay-database';
import { PeriodicTask } from '../schedule/periodic-task';
import { jobToSend } from './mail-job';

const MAILS_AT_ONCE = 500;

/** A queue may lose its jobs, a mail must not get lost: whatever has waited long is queued again, unless it is there. */
@Injectable()
export class FindLostMails extends PeriodicTask {
  readonly name = 'find-lost-mails';
  readonly everySeconds = 300;

  constructor(
    @InjectQueue('email') private readonly queue: Queue,
    private readonly relay: RelayDatabase,
    private readonly settings: Settings,
  ) {
    super();
  }

  async run(): Promise<void> {
    const waiting = await this.relay.query<{ id: string; workspaceId: string | null }>(sql`
      SELECT id, workspace_id AS "workspaceId" FROM platform.mails
      WHERE sent_at IS NULL AND failed_at IS NULL AND requested_at < now() - interval '5 minutes'
      ORDER BY requested_at LIMIT ${MAILS_AT_ONCE}`);
    await this.queue.addBulk(
      waiting.map(({ id, workspaceId }) => jobToSend(workspaceId, id, this.settings.mail)),
    );
  }
}
