import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type ApprovalView } from './approval.view';

export class GetApproval extends Query<ApprovalView> {
  constructor(
    readonly workspaceId: string,
    readonly approvalId: string,
  ) {
    super();
  }
}

@QueryHandler(GetApproval)
export class GetApprovalHandler implements IQueryHandler<GetApproval> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, approvalId }: GetApproval): Promise<ApprovalView> {
    const [approval] = await this.database.query<ApprovalView>(
      workspaceId,
      sql`
        SELECT id, run_id AS "runId", step, conversation_id AS "conversationId", agent, tool, effect, reason, input,
          CASE WHEN status IN ('pending', 'approved') AND expires_at <= now() THEN 'expired' ELSE status END AS status,
          requested_by AS "requestedBy", decided_by AS "decidedBy", note, created_at AS "createdAt",
          expires_at AS "expiresAt", decided_at AS "decidedAt"
        FROM agent.approvals WHERE workspace_id = ${workspaceId} AND id = ${approvalId}`,
    );
    if (!approval) throw notFound('approval');
    return approval;
  }
}
