import { type Check } from './rule';

export interface TextLimits {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
}

export const DEFAULT_TEXT_MAX = 1_000;
const LONE_SURROGATE = /\p{Surrogate}/u;
const HIGH_SURROGATES = /[\uD800-\uDBFF](?=[\uDC00-\uDFFF])/g;

/** Lengths are in characters, not in UTF-16 units. */
export function textProblem({ min = 1, max = DEFAULT_TEXT_MAX, pattern }: TextLimits): Check {
  return (value) => {
    if (typeof value !== 'string') return 'must be a string';
    if (value.length > max && characters(value) > max) return `must have at most ${max} characters`;
    if (min > 0 && value.trim() === '') return 'must not be blank';
    if (value.length < min * 2 && characters(value) < min) return `must have at least ${min} characters`;
    if (!isStorable(value)) return 'must not contain NUL characters or broken surrogate pairs';
    if (pattern && !pattern.test(value)) return `must match ${pattern.source}`;
    return null;
  };
}

/** PostgreSQL stores neither U+0000 nor half a surrogate pair, in text or in jsonb. */
export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && !LONE_SURROGATE.test(text);
}

function characters(text: string): number {
  return text.length - (text.match(HIGH_SURROGATES)?.length ?? 0);
}
