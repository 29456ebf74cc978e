import { type TurnStep } from '../domain/run-record';
import { type ToolResult } from '../domain/tool';
import { type TurnOutcome } from '../domain/turn';
import { type RunStepView, type RunView } from './run.view';

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
  readonly rating: string | null;
  readonly comment: string | null;
  readonly ratedAt: Date | null;
}

export function runView({ outcome, rating, comment, ratedAt, ...run }: RunRow): RunView {
  return {
    ...run,
    reply: outcome?.reply ?? null,
    confidence: outcome?.confidence ?? null,
    planner: outcome?.planner ?? null,
    reasoning: outcome?.reasoning ?? null,
    sources: [...(outcome?.sources ?? [])],
    // Runs of before have neither.
    citations: [...(outcome?.citations ?? [])],
    guardrails: [...(outcome?.guardrails ?? [])],
    tool: outcome?.tool ?? null,
    attempts: [...(outcome?.attempts ?? [])],
    // Runs of earlier releases have kept no steps.
    steps: (outcome?.steps ?? []).map(stepView),
    usage: outcome?.usage ?? null,
    feedback: rating && ratedAt ? { rating, comment, ratedAt } : null,
  };
}

function stepView({ observation, ...step }: TurnStep): RunStepView {
  if (!observation) return { ...step, tool: null, result: null };
  const { call, result } = observation;
  return {
    ...step,
    tool: { name: call.name, input: call.input, output: outputOf(result) },
    result: result.kind,
  };
}

function outputOf(result: ToolResult): unknown {
  switch (result.kind) {
    case 'done':
      return result.output;
    case 'awaiting_approval':
      return { approvalId: result.approvalId };
    case 'refused':
    case 'failed':
    case 'unknown':
      return { reason: result.reason };
  }
}
