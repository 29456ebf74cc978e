import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { refusalOfClosed } from './closed-reindexing';

export class CancelReindexing extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly id: string,
  ) {
    super();
  }
}

/** Vectors that are there already stay for some days, should somebody think better of it. */
@CommandHandler(CancelReindexing)
export class CancelReindexingHandler implements ICommandHandler<CancelReindexing> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, id }: CancelReindexing): Promise<void> {
    const cancelled = this.database.batch(workspaceId, [
      sql`
        WITH changed AS (
          UPDATE knowledge.reindexings
          SET status = 'cancelled', lease_until = NULL, updated_at = now(), finished_at = now(),
            lock_version = lock_version + 1
          WHERE workspace_id = ${workspaceId} AND id = ${id} AND status IN ('running', 'ready') RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM changed`,
      audited({ action: 'knowledge.reindexing_cancelled', subject: { kind: 'reindexing', id } }),
    ]);
    if (!(await wins(cancelled))) throw await refusalOfClosed(this.database, workspaceId, id);
  }
}
