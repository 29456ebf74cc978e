import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { ApprovalDecided } from '../contracts/approval-decided.event';

export class ExpireApproval extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly approvalId: string,
  ) {
    super();
  }
}

/** A run that waits for a word must hear one, also where nobody says any. */
@CommandHandler(ExpireApproval)
export class ExpireApprovalHandler implements ICommandHandler<ExpireApproval> {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
  ) {}

  async execute({ workspaceId, approvalId }: ExpireApproval): Promise<void> {
    const [asked] = await this.database.query<{ runId: string; step: number }>(
      workspaceId,
      sql`
        SELECT run_id AS "runId", step FROM agent.approvals
        WHERE workspace_id = ${workspaceId} AND id = ${approvalId} AND status = 'pending' AND expires_at <= now()`,
    );
    if (!asked) return;
    const row = sql`
      WITH expired AS (
        UPDATE agent.approvals SET status = 'expired', decided_at = now()
        WHERE workspace_id = ${workspaceId} AND id = ${approvalId} AND status = 'pending' RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM expired`;
    const event = new ApprovalDecided(workspaceId, approvalId, asked.runId, asked.step, 'expired');
    await wins(this.store.commit(workspaceId, [row], [event]));
  }
}
