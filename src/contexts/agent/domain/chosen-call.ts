import { type Decision } from './planner';
import { type RunRecord } from './run-record';
import { type ToolCall, type ToolDefinition } from './tool';
import { valueProblem } from './tool-input';

/** A call that a planner has decided on; what it may not even ask for is refused without asking any tool. */
export interface ChosenCall extends ToolCall {
  readonly refusal: string | null;
}

const LONGEST_NAME = 100;

/** Null: the decision is the reply. */
export function chosenCall(
  { tool, toolInput }: Decision,
  step: number,
  offered: readonly ToolDefinition[],
): ChosenCall | null {
  if (tool === null) return null;
  const name = tool.slice(0, LONGEST_NAME);
  // What cannot be kept is not kept: the run would fail of it.
  const problem = toolInput && valueProblem(toolInput);
  const call = { step, name, input: problem ? {} : (toolInput ?? {}) };
  if (!offered.some((known) => known.name === name)) {
    return { ...call, refusal: `No tool called ${name} is offered now.` };
  }
  if (toolInput === null) return { ...call, refusal: 'The arguments are no JSON object of at most 64 KB.' };
  return { ...call, refusal: problem && `The arguments are not valid: ${problem}.` };
}

/** The call that a run has stopped at, because somebody had to approve it; null: it stopped nowhere. */
export function pendingCall({ steps }: RunRecord): ChosenCall | null {
  const last = steps.at(-1)?.observation;
  return last?.result.kind === 'awaiting_approval' ? { ...last.call, refusal: null } : null;
}
