import { type BareAnswer } from './bare-client';

const PROBLEM = /^application\/problem\+json\b/;

/** What is wrong with an answer, whatever it was that was asked; null when nothing is. */
export function faultOf({ status, contentType, text }: BareAnswer): string | null {
  if (status >= 500 || status < 200) return `answered ${status}: ${text.slice(0, 200)}`;
  if (status < 400 || isToldOtherwise(contentType, text)) return null;
  if (!PROBLEM.test(contentType)) return `${status} was told as ${contentType || 'nothing'}`;
  const problem = parsed(text);
  if (!problem) return `${status} was told as no JSON: ${text.slice(0, 200)}`;
  const texts = ['type', 'title', 'detail', 'instance', 'code', 'requestId'];
  const missing = texts.filter((name) => typeof problem[name] !== 'string' || problem[name] === '');
  if (missing.length > 0) return `${status} lacks ${missing.join(', ')}`;
  return problem.status === status ? null : `${status} calls itself ${String(problem.status)}`;
}

/** Where clients of OpenAI’s API call: a message, a type, a code, and which field is meant. Where JSON-RPC is spoken: its error. */
function isToldOtherwise(contentType: string, text: string): boolean {
  if (!/^application\/json\b/.test(contentType)) return false;
  const { jsonrpc, error } = (parsed(text) ?? {}) as { jsonrpc?: string; error?: Record<string, unknown> };
  const { message, type, code, param } = error ?? {};
  if (jsonrpc) return Number.isInteger(code) && isWord(message);
  return [message, type, code].every(isWord) && (param === null || isWord(param));
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

export function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}
