import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { ApprovalDecided } from '../contracts/approval-decided.event';

export interface Verdict {
  readonly decision: 'approved' | 'rejected';
  readonly decidedBy: string | null;
  readonly note: string | null;
}

interface AskedApproval {
  readonly runId: string;
  readonly step: number;
  readonly tool: string;
  readonly isOpen: boolean;
}

export class DecideApproval extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly approvalId: string,
    readonly verdict: Verdict,
  ) {
    super();
  }
}

/** Once, and in time: two people who decide at the same moment do not overrule each other. */
@CommandHandler(DecideApproval)
export class DecideApprovalHandler implements ICommandHandler<DecideApproval> {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
  ) {}

  async execute({ workspaceId, approvalId: id, verdict }: DecideApproval): Promise<void> {
    const [asked] = await this.database.query<AskedApproval>(
      workspaceId,
      sql`
        SELECT run_id AS "runId", step, tool, status = 'pending' AND expires_at > now() AS "isOpen"
        FROM agent.approvals WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    if (!asked) throw notFound('approval');
    if (!asked.isOpen || !(await this.decide(workspaceId, id, asked, verdict))) throw notOpen();
  }

  private decide(
    workspaceId: string,
    id: string,
    { runId, step, tool }: AskedApproval,
    { decision, decidedBy, note }: Verdict,
  ): Promise<boolean> {
    const rows = [
      sql`
        WITH decided AS (
          UPDATE agent.approvals SET status = ${decision}, decided_by = ${decidedBy}, note = ${note}, decided_at = now()
          WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'pending' AND expires_at > now() RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM decided`,
      audited({
        action: `agent.approval_${decision}`,
        subject: { kind: 'approval', id },
        detail: { runId, step, tool },
      }),
    ];
    const event = new ApprovalDecided(workspaceId, id, runId, step, decision);
    return wins(this.store.commit(workspaceId, rows, [event]));
  }
}

const notOpen = () =>
  new DomainError({
    kind: 'conflict',
    code: 'approval_decided',
    detail: 'This has been decided already, or nobody decided in time.',
  });
