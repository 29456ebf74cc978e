import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { HAND_BACK_FORM } from '../commands/hand-back-form.command';

/** Those that wait longest first, so that none waits for ever. */
const AT_ONCE = 100;

/** Takes up what a crash or an outage has left, in any workspace. */
@Injectable()
export class FindUnheardForms extends PeriodicTask {
  readonly name = 'agent.unheard-forms';
  readonly everySeconds = 10;

  constructor(
    private readonly relay: RelayDatabase,
    private readonly queue: DataQueue,
  ) {
    super();
  }

  async run(): Promise<void> {
    const unheard = await this.relay.query<{ subjectId: string; workspaceId: string }>(sql`
      SELECT id AS "subjectId", workspace_id AS "workspaceId" FROM agent.form_submissions
      WHERE handed_back_at IS NULL AND NOT may_retry AND due_at <= now()
      ORDER BY due_at LIMIT ${AT_ONCE}`);
    for (const work of unheard) await this.queue.add(HAND_BACK_FORM, work);
  }
}
