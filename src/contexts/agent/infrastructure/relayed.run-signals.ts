import { Injectable } from '@nestjs/common';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { RunSignals } from '../domain/run-signals';

/** Runs of all workspaces by their ids alone, in one look. */
@Injectable()
export class RelayedRunSignals extends RunSignals {
  constructor(private readonly relay: RelayDatabase) {
    super();
  }

  async cancelled(runIds: readonly string[]): Promise<readonly string[]> {
    const found = await this.relay.query<{ id: string }>(sql`
      SELECT id FROM agent.runs
      WHERE status = 'running' AND cancel_asked_at IS NOT NULL AND id = ANY(${[...runIds]}::uuid[])`);
    return found.map(({ id }) => id);
  }
}
