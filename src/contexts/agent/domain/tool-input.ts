const MOST_BYTES = 64 * 1024;
const DEEPEST = 16;
/** They would reach what every object inherits. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** What is wrong with arguments whatever the tool: they come from a model, and a model may say anything. */
export function valueProblem(input: unknown): string | null {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return 'must be an object';
  const problem = nodeProblem(input, 1, { left: MOST_BYTES });
  if (problem) return problem;
  return Buffer.byteLength(JSON.stringify(input)) > MOST_BYTES ? TOO_LARGE : null;
}

const TOO_LARGE = `must be at most ${MOST_BYTES} bytes of JSON`;

/** Counts as it goes, so that what is far too large is not looked at to its end. */
function nodeProblem(node: unknown, depth: number, budget: { left: number }): string | null {
  budget.left -= typeof node === 'string' ? node.length : 1;
  if (budget.left < 0) return TOO_LARGE;
  if (typeof node === 'string')
    return UNSTORABLE.test(node) ? 'must hold nothing but whole characters' : null;
  if (typeof node !== 'object' || node === null) return null;
  if (depth > DEEPEST) return `must be at most ${DEEPEST} levels deep`;
  for (const key of Object.keys(node)) {
    if (FORBIDDEN_KEYS.has(key)) return `must not have a key called ${key}`;
    const value = (node as Record<string, unknown>)[key];
    const problem = nodeProblem(key, depth, budget) ?? nodeProblem(value, depth + 1, budget);
    if (problem) return problem;
  }
  return null;
}
