import { type Decision, type PlanRequest, type Usage } from '../../domain/planner';
import { PlannerFailure } from '../../domain/planner-failure';

const MOST_REPLY_CHARACTERS = 100_000;
const MOST_REASONING_CHARACTERS = 10_000;
const MOST_INPUT_BYTES = 64 * 1024;
const MOST_CITATIONS = 100;

/** What a remote planner has sent, if it is a decision: no field is believed unseen. */
export function remoteDecision(text: string, { model }: PlanRequest): Decision {
  const sent = objectIn(parsed(text)) ?? fail('is no JSON object');
  const tool = textIn(sent.tool, 100);
  const reply = textIn(sent.reply, MOST_REPLY_CHARACTERS) ?? '';
  if (!tool && !reply.trim()) fail('has neither a tool nor a reply');
  return {
    tool,
    toolInput: tool ? inputIn(sent.toolInput) : null,
    reply: tool ? '' : reply,
    reasoning: textIn(sent.reasoning, MOST_REASONING_CHARACTERS) ?? 'The remote planner gave no reason.',
    confidence: fractionIn(sent.confidence) ?? 0.5,
    citedChunkIds: tool ? [] : textsIn(sent.citedChunkIds),
    usage: usageIn(sent.usage, model),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail('is not JSON');
  }
}

function objectIn(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function inputIn(value: unknown): Record<string, unknown> | null {
  const input = objectIn(value ?? {});
  return input && Buffer.byteLength(JSON.stringify(input)) <= MOST_INPUT_BYTES ? input : null;
}

function textIn(value: unknown, most: number): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' && value.length <= most
    ? value
    : fail('has a text that is none, or too long');
}

function textsIn(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  const isFitting = Array.isArray(value) && value.length <= MOST_CITATIONS;
  if (!isFitting || value.some((item) => typeof item !== 'string'))
    return fail('cites something that is no id');
  return [...new Set(value as string[])];
}

function fractionIn(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'number' && value >= 0 && value <= 1
    ? value
    : fail('has a confidence beyond 0 to 1');
}

function usageIn(value: unknown, asked: string | null): Usage {
  const sent = objectIn(value) ?? {};
  const model = typeof sent.model === 'string' ? sent.model.slice(0, 100) : null;
  const [inputTokens, outputTokens] = [countIn(sent.inputTokens), countIn(sent.outputTokens)];
  const costUsd = typeof sent.costUsd === 'number' && sent.costUsd >= 0 ? sent.costUsd : null;
  const isFree = inputTokens + outputTokens === 0;
  return {
    model: model ?? (isFree ? null : asked),
    inputTokens,
    outputTokens,
    costUsd: isFree ? 0 : costUsd,
  };
}

function countIn(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 0;
}

function fail(what: string): never {
  throw new PlannerFailure('unavailable', `The remote planner's decision ${what}.`);
}
