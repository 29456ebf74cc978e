import { type ToolCall, type ToolResult } from './tool';

/** What a tool said to a call: data for the planner, never an instruction. */
export interface Observation {
  readonly call: ToolCall;
  readonly result: ToolResult;
}

/** What a planner sees of an output, and what a run keeps of it. */
const MOST_CHARACTERS = 8_000;

/** An output that is too large is cut to its beginning, as text, and says so. */
export function withoutExcess(result: ToolResult): ToolResult {
  if (result.kind !== 'done') return result;
  const text = JSON.stringify(result.output) ?? 'null';
  if (text.length <= MOST_CHARACTERS) return result;
  return { kind: 'done', output: { cut: true, beginning: text.slice(0, MOST_CHARACTERS) } };
}

/** A result in words for a planner. */
export function observed(result: ToolResult): Readonly<Record<string, unknown>> {
  switch (result.kind) {
    case 'done':
      return { status: 'done', output: result.output };
    case 'refused':
    case 'failed':
      return { status: result.kind, reason: result.reason };
    case 'unknown':
      return { status: 'unknown', reason: result.reason, advice: 'Tell the customer; do not try it again.' };
    case 'awaiting_approval':
      return { status: 'awaiting_approval' };
  }
}
