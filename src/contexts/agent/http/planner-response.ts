import { type TurnResult } from '../commands/run-turn.command';
import { agentReply } from './agent-reply';
import { type PlannerResponseView } from './respond.dto';

export function plannerResponse(turn: TurnResult): PlannerResponseView {
  const { runId, conversationId, status, reply, confidence, tool, planner, attempts } = agentReply(turn);
  return {
    runId,
    conversationId,
    status,
    tool: tool?.name ?? null,
    toolInput: tool?.input ?? null,
    toolResult: tool?.output ?? null,
    assistantReply: reply,
    reasoning: turn.outcome!.reasoning,
    confidence,
    planner,
    attempts,
  };
}
