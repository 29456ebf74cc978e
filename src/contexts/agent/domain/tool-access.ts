import { type AgentProfile } from './agent-profile';
import { type Caller } from './caller';
import { type ToolContext } from './tool';
import { type Tool } from './tool-registry';

/** What the agent may do and the caller may do, and nothing that only one of them may. */
export function mayUse({ definition, access }: Tool, agent: AgentProfile, caller: Caller): boolean {
  if (!agent.tools.includes(definition.name)) return false;
  if (access.roles !== null && !access.roles.includes(caller.role ?? '')) return false;
  return caller.scopes === null || caller.scopes.includes(access.scope);
}

export type ApprovalReason = 'tool' | 'tainted';

/**
 * Why a person has to say yes first; null: nobody has to. Words from outside may have talked the planner into it:
 * from then on whatever changes something needs a yes, unless the agent's version says that it trusts the tool.
 */
export function approvalReason(
  { definition, bringsInPerson }: Tool,
  { agent, isTainted }: Pick<ToolContext, 'agent' | 'isTainted'>,
): ApprovalReason | null {
  if (definition.requiresApproval) return 'tool';
  if (definition.effect === 'read' || bringsInPerson || !isTainted) return null;
  return agent.trustedTools?.includes(definition.name) ? null : 'tainted';
}
