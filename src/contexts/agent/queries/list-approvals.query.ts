import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { type ApprovalView } from './approval.view';

export interface ApprovalSelection {
  readonly limit: number;
  readonly cursor?: string;
  readonly status?: string;
  readonly runId?: string;
}

export class ListApprovals extends Query<Page<ApprovalView>> {
  constructor(
    readonly workspaceId: string,
    readonly selection: ApprovalSelection,
  ) {
    super();
  }
}

/** What is overdue counts as expired, also before it is marked so. */
@QueryHandler(ListApprovals)
export class ListApprovalsHandler implements IQueryHandler<ListApprovals> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, selection }: ListApprovals): Promise<Page<ApprovalView>> {
    const { limit, cursor, status = null, runId = null } = selection;
    const rows = await this.database.query<ApprovalView>(
      workspaceId,
      sql`
        SELECT id, run_id AS "runId", step, conversation_id AS "conversationId", agent, tool, effect, reason, input,
          stands.status, requested_by AS "requestedBy", decided_by AS "decidedBy", note, created_at AS "createdAt",
          expires_at AS "expiresAt", decided_at AS "decidedAt"
        FROM agent.approvals, LATERAL (
          SELECT CASE WHEN approvals.status IN ('pending', 'approved') AND expires_at <= now() THEN 'expired'
            ELSE approvals.status END AS status) AS stands
        WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(cursor)}
          AND (${status}::text IS NULL OR stands.status = ${status})
          AND (${runId}::uuid IS NULL OR run_id = ${runId})
        ORDER BY id DESC LIMIT ${limit + 1}`,
    );
    return toPage(rows, limit);
  }
}
