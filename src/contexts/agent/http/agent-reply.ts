import { DomainError } from '../../../kernel/domain-error';
import { type TurnResult } from '../commands/run-turn.command';
import { type AgentReplyView } from './run-agent.dto';

export function agentReply({ id, conversationId, status, outcome, error }: TurnResult): AgentReplyView {
  if (!outcome) {
    throw new DomainError({
      kind: 'conflict',
      code: 'run_failed',
      detail: `This run failed: ${error ?? 'unknown'}.`,
    });
  }
  const { reply, confidence, sources, citations = [], guardrails = [], tool, ...how } = outcome;
  const { planner, attempts, usage } = how;
  const answer = { reply, conversationId, runId: id, status, confidence, sources, citations, guardrails };
  return { ...answer, tool, planner, attempts, usage };
}
