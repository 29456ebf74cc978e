import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';

const KEPT_DAYS = 7;

/** A draft goes with its time, a form that nobody submitted some days later: until then it can be seen what was asked. */
@Injectable()
export class EraseExpiredForms extends PeriodicTask {
  readonly name = 'agent.erase-expired-forms';
  readonly everySeconds = 3_600;

  constructor(private readonly relay: RelayDatabase) {
    super();
  }

  async run(): Promise<void> {
    await this.relay.query(sql`
      UPDATE agent.forms SET draft = NULL, draft_until = NULL WHERE draft_until <= now()`);
    await this.relay.query(sql`
      DELETE FROM agent.forms
      WHERE submission_id IS NULL AND expires_at <= now() - make_interval(days => ${KEPT_DAYS})`);
  }
}
