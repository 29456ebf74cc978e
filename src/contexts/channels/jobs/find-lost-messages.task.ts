import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { type WakeUp, WorkQueues } from '../domain/work-queues';

/** Those that wait longest first, so that none waits for ever. */
const AT_ONCE = 200;
/** What has just become due has a wake-up of its own. */
const GRACE_SECONDS = 10;

/** A queue may lose its jobs, and a worker its life: what is due and nobody works on is taken up, in any workspace. */
@Injectable()
export class FindLostMessages extends PeriodicTask {
  readonly name = 'channels.lost-messages';
  readonly everySeconds = 10;

  constructor(
    private readonly relay: RelayDatabase,
    private readonly queues: WorkQueues,
  ) {
    super();
  }

  async run(): Promise<void> {
    const received = await this.relay.query<WakeUp & Record<string, unknown>>(sql`
      SELECT id, workspace_id AS "workspaceId" FROM channels.inbox
      WHERE status = 'received' AND due_at < now() - make_interval(secs => ${GRACE_SECONDS})
      ORDER BY due_at LIMIT ${AT_ONCE}`);
    for (const work of received) await this.queues.wakeInbound(work);
    const queued = await this.relay.query<WakeUp & Record<string, unknown>>(sql`
      SELECT id, workspace_id AS "workspaceId" FROM channels.outbound
      WHERE status = 'queued' AND due_at < now() - make_interval(secs => ${GRACE_SECONDS})
      ORDER BY due_at LIMIT ${AT_ONCE}`);
    for (const work of queued) await this.queues.wakeOutbound(work);
  }
}
