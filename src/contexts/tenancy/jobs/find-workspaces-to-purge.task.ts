import { Injectable } from '@nestjs/common';
import { DataQueue } from '../../../platform/data-rights/data-queue';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { PeriodicTask } from '../../../platform/schedule/periodic-task';
import { PURGE } from './purge-workspace.task';

const WORKSPACES_AT_ONCE = 100;
/** Whatever was under way when a workspace was purged has ended by then: one more look sweeps it up. */
const SWEEP_AFTER_MINUTES = 15;

/** Deleted workspaces whose time is over, and purges that a crash has interrupted. */
@Injectable()
export class FindWorkspacesToPurge extends PeriodicTask {
  readonly name = 'tenancy.purges';
  readonly everySeconds = 60;

  constructor(
    private readonly relay: RelayDatabase,
    private readonly database: Database,
    private readonly queue: DataQueue,
  ) {
    super();
  }

  async run(): Promise<void> {
    const due = await this.relay.query<{ id: string }>(sql`
      SELECT workspace_id AS id FROM tenancy.workspaces
      WHERE deleted_at IS NOT NULL AND purge_after <= now() LIMIT ${WORKSPACES_AT_ONCE}`);
    const open = await this.database.query<{ id: string }>(
      NO_TENANT,
      sql`
        SELECT id FROM tenancy.purges WHERE swept_at IS NULL
          AND (completed_at IS NULL OR completed_at < now() - make_interval(mins => ${SWEEP_AFTER_MINUTES}))
        LIMIT ${WORKSPACES_AT_ONCE}`,
    );
    const ids = new Set([...due, ...open].map(({ id }) => id));
    for (const subjectId of ids) await this.queue.add(PURGE, { subjectId });
  }
}
