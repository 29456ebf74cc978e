import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { ADVANCE_FINE_TUNING } from '../commands/advance-fine-tuning.command';

/** Those that wait longest first, so that none waits for ever. */
const AT_ONCE = 100;

/** Starts what was asked for, looks again at what runs, and takes up what a crash has left, in any workspace. */
@Injectable()
export class FindDueFineTunings extends PeriodicTask {
  readonly name = 'knowledge.fine-tunings';
  readonly everySeconds = 10;

  constructor(
    private readonly relay: RelayDatabase,
    private readonly queue: DataQueue,
  ) {
    super();
  }

  async run(): Promise<void> {
    const due = await this.relay.query<{ subjectId: string; workspaceId: string }>(sql`
      SELECT id AS "subjectId", workspace_id AS "workspaceId" FROM knowledge.fine_tunings
      WHERE status IN ('preparing', 'running') AND due_at <= now() AND (held_until IS NULL OR held_until < now())
      ORDER BY due_at LIMIT ${AT_ONCE}`);
    for (const work of due) await this.queue.add(ADVANCE_FINE_TUNING, work);
  }
}
