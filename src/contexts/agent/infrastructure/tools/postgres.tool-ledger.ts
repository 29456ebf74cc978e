import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../../../../kernel/ids';
import { AuditTrail } from '../../../../platform/audit/audit-trail';
import { audited } from '../../../../platform/audit/audited';
import { Database } from '../../../../platform/database/database';
import { sql, type Statement } from '../../../../platform/database/sql';
import { type ToolContext } from '../../domain/tool';
import { type Claim, type RecordedCall, type SettledResult, ToolLedger } from '../../domain/tool-ledger';

interface CallRow {
  readonly isSame: boolean;
  readonly effectId: string;
  readonly status: 'claimed' | SettledResult['kind'];
  readonly output: unknown;
  readonly error: string | null;
}

@Injectable()
export class PostgresToolLedger extends ToolLedger {
  constructor(
    private readonly database: Database,
    private readonly trail: AuditTrail,
  ) {
    super();
  }

  async claim(workspaceId: string, call: RecordedCall, approvalId: string | null): Promise<Claim> {
    const effectId = uuidv7();
    const [won = [], known = []] = await this.database.batch(workspaceId, [
      insertClaim(workspaceId, call, effectId, approvalId),
      sql`
        SELECT arguments_hash = decode(${call.argumentsHash}, 'hex') AS "isSame", effect_id AS "effectId",
          status, output, error
        FROM agent.tool_calls
        WHERE workspace_id = ${workspaceId} AND run_id = ${call.runId} AND step = ${call.step} AND effect <> 'read'`,
    ]);
    if (won.length > 0) return { kind: 'won', effectId };
    const row = known[0] as CallRow | undefined;
    if (!row) return { kind: 'not_approved' };
    if (!row.isSame) return { kind: 'other_arguments' };
    return row.status === 'claimed' ? { kind: 'open', effectId: row.effectId } : settled(row);
  }

  async settle(workspaceId: string, call: RecordedCall, result: SettledResult): Promise<void> {
    const { runId, step, tool, effect } = call;
    await this.database.batch(workspaceId, [
      sql`
        UPDATE agent.tool_calls SET status = ${result.kind}, output = ${outputOf(result)}::jsonb,
          error = ${errorOf(result)}, finished_at = now()
        WHERE workspace_id = ${workspaceId} AND run_id = ${runId} AND step = ${step}
          AND arguments_hash = decode(${call.argumentsHash}, 'hex') AND status IN ('claimed', 'unknown')`,
      audited({
        action: 'agent.tool_used',
        subject: { kind: 'run', id: runId },
        detail: { tool, effect, step, result: result.kind },
      }),
    ]);
  }

  async recordRead(workspaceId: string, call: RecordedCall, result: SettledResult): Promise<void> {
    const { runId, step, argumentsHash, tool, effect, input } = call;
    await this.database.query(
      workspaceId,
      sql`
        INSERT INTO agent.tool_calls
          (workspace_id, run_id, step, arguments_hash, tool, effect, input, effect_id, status, output, error, finished_at)
        VALUES (${workspaceId}, ${runId}, ${step}, decode(${argumentsHash}, 'hex'), ${tool}, ${effect},
          ${JSON.stringify(input)}::jsonb, ${uuidv7()}, ${result.kind}, ${outputOf(result)}::jsonb, ${errorOf(result)}, now())
        ON CONFLICT (workspace_id, run_id, step, arguments_hash) DO UPDATE SET
          status = EXCLUDED.status, output = EXCLUDED.output, error = EXCLUDED.error, finished_at = now()`,
    );
  }

  noteRefusal({ workspaceId, runId, agent }: ToolContext, tool: string): void {
    const subject = { kind: 'run', id: runId };
    this.trail.note(workspaceId, {
      action: 'agent.tool_denied',
      subject,
      detail: { tool, agent: agent.slug },
    });
  }
}

/** An approval is used up by the very statement that claims, so that it cannot be used for two. */
function insertClaim(
  workspaceId: string,
  { runId, step, argumentsHash, tool, effect, input }: RecordedCall,
  effectId: string,
  approvalId: string | null,
): Statement {
  return sql`
    WITH approved AS (
      UPDATE agent.approvals SET status = 'used'
      WHERE workspace_id = ${workspaceId} AND id = ${approvalId} AND status = 'approved' AND expires_at > now()
        AND run_id = ${runId} AND step = ${step} AND arguments_hash = decode(${argumentsHash}, 'hex')
      RETURNING 1)
    INSERT INTO agent.tool_calls
      (workspace_id, run_id, step, arguments_hash, tool, effect, input, effect_id, approval_id, status)
    SELECT ${workspaceId}, ${runId}, ${step}, decode(${argumentsHash}, 'hex'), ${tool}, ${effect},
      ${JSON.stringify(input)}::jsonb, ${effectId}, ${approvalId}, 'claimed'
    WHERE ${approvalId}::uuid IS NULL OR EXISTS (SELECT 1 FROM approved)
    ON CONFLICT DO NOTHING RETURNING 1`;
}

function settled({ status, output, error }: CallRow): Claim {
  const reason = error ?? 'It failed.';
  const result: SettledResult =
    status === 'done' ? { kind: 'done', output } : { kind: status as 'failed' | 'unknown', reason };
  return { kind: 'settled', result };
}

function outputOf(result: SettledResult): string | null {
  return result.kind === 'done' ? JSON.stringify(result.output) : null;
}

function errorOf(result: SettledResult): string | null {
  return result.kind === 'done' ? null : result.reason;
}
