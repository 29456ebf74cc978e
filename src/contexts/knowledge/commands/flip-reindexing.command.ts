import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { ReindexingRequested } from '../contracts/reindexing-requested.event';
import { refusalOfClosed } from './closed-reindexing';

export class FlipReindexing extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly id: string,
  ) {
    super();
  }
}

/** Runs once more, for what has come in since, and flips at the end. The new version stops a turn that knows no flip. */
@CommandHandler(FlipReindexing)
export class FlipReindexingHandler implements ICommandHandler<FlipReindexing> {
  constructor(
    private readonly store: AggregateStore,
    private readonly database: Database,
  ) {}

  async execute({ workspaceId, id }: FlipReindexing): Promise<void> {
    const rows = [
      sql`
        WITH changed AS (
          UPDATE knowledge.reindexings
          SET status = 'running', flips = 'automatically', lease_until = now(), updated_at = now(),
            lock_version = lock_version + 1
          WHERE workspace_id = ${workspaceId} AND id = ${id} AND status IN ('running', 'ready') RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM changed`,
      audited({ action: 'knowledge.reindexing_flip_asked', subject: { kind: 'reindexing', id } }),
    ];
    const asked = new ReindexingRequested(workspaceId, id);
    if (!(await wins(this.store.commit(workspaceId, rows, [asked]))))
      throw await refusalOfClosed(this.database, workspaceId, id);
  }
}
