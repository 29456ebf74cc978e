import { type BareAnswer } from './bare-client';

const PROBLEM = /^application\/problem\+json\b/;

/** What is wrong with an answer, whatever it was that was asked; null when nothing is. */
export function faultOf({ status, contentType, text }: BareAnswer): string | null {
  if (status >= 500 || status < 200) return `answered ${status}: ${text.slice(0, 200)}`;
  if (status < 400) return null;
  if (!PROBLEM.test(contentType)) return `${status} was told as ${contentType || 'nothing'}`;
  const problem = parsed(text);
  if (!problem) return `${status} was told as no JSON: ${text.slice(0, 200)}`;
  const texts = ['type', 'title', 'detail', 'instance', 'code', 'requestId'];
  const missing = texts.filter((name) => typeof problem[name] !== 'string' || problem[name] === '');
  if (missing.length > 0) return `${status} lacks ${missing.join(', ')}`;
  return problem.status === status ? null : `${status} calls itself ${String(problem.status)}`;
}

export function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}
