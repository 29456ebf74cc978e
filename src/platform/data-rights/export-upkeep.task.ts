import { Injectable } from '@nestjs/common';
import { PeriodicTask } from '../schedule/periodic-task';
import { sql } from '../database/sql';
import { RelayDatabase } from '../outbox/relay-database';
import { DataQueue } from './data-queue';
import { EXPORT } from './export.task';

const OVERDUE_MINUTES = 5;
const PARTS_AT_ONCE = 100;
/** For so long after its end an export is said to be gone; then it is unknown. */
const REMEMBERED_DAYS = 30;

/** Deletes what has expired, in any workspace; and asks again for what the queue may have lost. */
@Injectable()
export class ExportUpkeep extends PeriodicTask {
  readonly name = 'platform.exports';
  readonly everySeconds = 60;

  constructor(
    private readonly relay: RelayDatabase,
    private readonly queue: DataQueue,
  ) {
    super();
  }

  async run(): Promise<void> {
    const overdue = await this.relay.query<{
      subjectId: string;
      workspaceId: string | null;
      userId: string;
    }>(sql`
      SELECT id AS "subjectId", workspace_id AS "workspaceId", user_id AS "userId" FROM platform.exports
      WHERE status = 'running' AND requested_at < now() - make_interval(mins => ${OVERDUE_MINUTES})`);
    for (const work of overdue) await this.queue.add(EXPORT, work);
    while ((await this.removeParts()) === PARTS_AT_ONCE);
    await this.relay.query(sql`
      DELETE FROM platform.exports WHERE expires_at < now() - make_interval(days => ${REMEMBERED_DAYS})`);
  }

  private async removeParts(): Promise<number> {
    const gone = await this.relay.query(sql`
      DELETE FROM platform.export_parts WHERE (export_id, ordinal) IN (
        SELECT export_id, ordinal FROM platform.export_parts
        JOIN platform.exports ON exports.id = export_id AND exports.expires_at < now()
        LIMIT ${PARTS_AT_ONCE})
      RETURNING 1`);
    return gone.length;
  }
}
