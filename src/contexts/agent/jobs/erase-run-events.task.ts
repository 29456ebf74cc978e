import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';

/** Whoever comes back later than that reads the run instead. The policy of the table lets nothing younger go. */
@Injectable()
export class EraseRunEvents extends PeriodicTask {
  readonly name = 'agent.run-events';
  readonly everySeconds = 60;

  constructor(private readonly relay: RelayDatabase) {
    super();
  }

  async run(): Promise<void> {
    await this.relay.query(
      sql`DELETE FROM agent.run_events WHERE created_at < now() - interval '15 minutes'`,
    );
  }
}
