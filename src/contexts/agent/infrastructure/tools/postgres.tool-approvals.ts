import { Injectable } from '@nestjs/common';
import { Settings } from '../../../../../config/settings';
import { uuidv7 } from '../../../../kernel/ids';
import { Database } from '../../../../platform/database/database';
import { sql } from '../../../../platform/database/sql';
import { type ToolContext } from '../../domain/tool';
import { type ApprovalReason } from '../../domain/tool-access';
import { type ApprovalState, type RecordedCall, ToolApprovals } from '../../domain/tool-ledger';

@Injectable()
export class PostgresToolApprovals extends ToolApprovals {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {
    super();
  }

  async ask(context: ToolContext, call: RecordedCall, reason: ApprovalReason): Promise<ApprovalState> {
    const { workspaceId, conversationId, agent, caller } = context;
    const { runId, step, argumentsHash, tool, effect, input } = call;
    const [, found = []] = await this.database.batch(workspaceId, [
      sql`
        INSERT INTO agent.approvals
          (workspace_id, id, run_id, step, arguments_hash, conversation_id, agent, tool, effect, reason, input,
           requested_by, expires_at)
        VALUES (${workspaceId}, ${uuidv7()}, ${runId}, ${step}, decode(${argumentsHash}, 'hex'), ${conversationId},
          ${agent.slug}, ${tool}, ${effect}, ${reason}, ${JSON.stringify(input)}::jsonb, ${caller.userId},
          now() + make_interval(secs => ${this.settings.tools.approvalSeconds}))
        ON CONFLICT DO NOTHING`,
      sql`
        SELECT id, CASE WHEN status IN ('pending', 'approved') AND expires_at <= now() THEN 'expired'
          ELSE status END AS status
        FROM agent.approvals
        WHERE workspace_id = ${workspaceId} AND run_id = ${runId} AND step = ${step}
          AND arguments_hash = decode(${argumentsHash}, 'hex')`,
    ]);
    return found[0] as ApprovalState;
  }
}
