import { type TurnOutcome } from '../domain/turn';
import { type RunView } from './run.view';

export interface RunRow {
  readonly id: string;
  readonly agent: string;
  readonly agentVersion: number;
  readonly conversationId: string;
  readonly status: string;
  readonly input: string;
  readonly outcome: TurnOutcome | null;
  readonly error: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

export function runView({ outcome, ...run }: RunRow): RunView {
  return {
    ...run,
    reply: outcome?.reply ?? null,
    confidence: outcome?.confidence ?? null,
    planner: outcome?.planner ?? null,
    reasoning: outcome?.reasoning ?? null,
    sources: [...(outcome?.sources ?? [])],
    tool: outcome?.tool ?? null,
    attempts: [...(outcome?.attempts ?? [])],
    usage: outcome?.usage ?? null,
  };
}
