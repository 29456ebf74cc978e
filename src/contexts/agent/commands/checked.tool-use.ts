import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { FaultPoints } from '../../../platform/faults/fault-points';
import { canonicalJson } from '../../../platform/http/idempotency/canonical-json';
import { type AgentProfile } from '../domain/agent-profile';
import { type Caller } from '../domain/caller';
import { JsonSchemas } from '../domain/json-schemas';
import {
  type ToolCall,
  type ToolContext,
  type ToolDefinition,
  type ToolResult,
  ToolUse,
} from '../domain/tool';
import { approvalReason, mayUse } from '../domain/tool-access';
import { valueProblem } from '../domain/tool-input';
import { type RecordedCall, ToolApprovals, ToolLedger } from '../domain/tool-ledger';
import { type Tool, ToolRegistry } from '../domain/tool-registry';
import { runTool } from './tool-run';

/** One answer for what is not there, not the agent's or not the caller's: names cannot be tried out. */
const NOT_YOURS = refused('There is no such tool, or it may not be used here.');
const WHY_NOT_APPROVED = {
  rejected: refused('A person has said no to this.'),
  expired: refused('Nobody has said yes in time.'),
};

@Injectable()
export class CheckedToolUse extends ToolUse {
  constructor(
    private readonly registry: ToolRegistry,
    private readonly schemas: JsonSchemas,
    private readonly ledger: ToolLedger,
    private readonly approvals: ToolApprovals,
    private readonly faults: FaultPoints,
  ) {
    super();
  }

  async offered(
    workspaceId: string,
    agent: AgentProfile,
    caller: Caller,
  ): Promise<readonly ToolDefinition[]> {
    const tools = await this.registry.find(workspaceId, agent.tools);
    return tools.filter((tool) => mayUse(tool, agent, caller)).map(({ definition }) => definition);
  }

  /** The planner's word is worth nothing here: rights, arguments and approval are looked at each time. */
  async use({ step, name, input }: ToolCall, context: ToolContext): Promise<ToolResult> {
    const tool = await this.permitted(name, context);
    if (!tool) return NOT_YOURS;
    const problem = valueProblem(input) ?? this.schemas.valueProblem(tool.definition.inputSchema, input);
    if (problem) return refused(`The arguments are not valid: ${problem}.`);
    const { effect } = tool.definition;
    const argumentsHash = createHash('sha256')
      .update(`${name}\n${canonicalJson(input)}`)
      .digest('hex');
    const call: RecordedCall = { runId: context.runId, step, argumentsHash, tool: name, effect, input };
    return effect === 'read' ? this.read(tool, call, context) : this.change(tool, call, context);
  }

  private async permitted(name: string, context: ToolContext): Promise<Tool | undefined> {
    const [tool] = context.agent.tools.includes(name)
      ? await this.registry.find(context.workspaceId, [name])
      : [];
    if (!tool || mayUse(tool, context.agent, context.caller)) return tool;
    this.ledger.noteRefusal(context, name);
    return undefined;
  }

  private async read(tool: Tool, call: RecordedCall, context: ToolContext): Promise<ToolResult> {
    const result = await runTool(tool, call.input, context, context.runId);
    await this.ledger.recordRead(context.workspaceId, call, result);
    return result;
  }

  private async change(tool: Tool, call: RecordedCall, context: ToolContext): Promise<ToolResult> {
    const reason = approvalReason(tool, context);
    if (!reason) return this.claimAndRun(tool, call, context, null);
    const approval = await this.approvals.ask(context, call, reason);
    if (approval.status === 'pending') return { kind: 'awaiting_approval', approvalId: approval.id };
    if (approval.status === 'approved' || approval.status === 'used')
      return this.claimAndRun(tool, call, context, approval.id);
    return WHY_NOT_APPROVED[approval.status];
  }

  private async claimAndRun(
    tool: Tool,
    call: RecordedCall,
    context: ToolContext,
    approvalId: string | null,
  ): Promise<ToolResult> {
    const { workspaceId } = context;
    const claim = await this.ledger.claim(workspaceId, call, approvalId);
    switch (claim.kind) {
      case 'settled':
        return claim.result;
      case 'other_arguments':
        return refused('This step of the run has done something already.');
      case 'not_approved':
        return WHY_NOT_APPROVED.expired;
      case 'open':
        if (!tool.isRepeatable) return this.giveUpOn(call, workspaceId);
        break;
      case 'won':
    }
    await this.faults.reach('K17a effect claimed');
    const result = await runTool(tool, call.input, context, claim.effectId);
    await this.faults.reach('K17 effect done');
    await this.ledger.settle(workspaceId, call, result);
    return result;
  }

  private async giveUpOn(call: RecordedCall, workspaceId: string): Promise<ToolResult> {
    const reason =
      'Something came in between while it was done. It may have happened, and is not tried again.';
    const result = { kind: 'unknown', reason } as const;
    await this.ledger.settle(workspaceId, call, result);
    return result;
  }
}

function refused(reason: string): Extract<ToolResult, { kind: 'refused' }> {
  return { kind: 'refused', reason };
}
