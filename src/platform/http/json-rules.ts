import { isStorable } from './text-rules';
import { type Check } from './rule';

const DEEPEST = 16;

/** A free-form object of the client: bounded in size and depth, and fit for jsonb. */
export function jsonObjectProblem(maxBytes: number): Check {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object';
    const problem = nodeProblem(value, 1);
    if (problem) return problem;
    return Buffer.byteLength(JSON.stringify(value)) > maxBytes
      ? `must be at most ${maxBytes} bytes of JSON`
      : null;
  };
}

function nodeProblem(node: unknown, depth: number): string | null {
  if (typeof node === 'string') return isStorable(node) ? null : 'must not contain NUL characters';
  if (typeof node !== 'object' || node === null) return null;
  if (depth > DEEPEST) return `must be at most ${DEEPEST} levels deep`;
  for (const [key, child] of Object.entries(node)) {
    if (!isStorable(key)) return 'must not contain NUL characters';
    const problem = nodeProblem(child, depth + 1);
    if (problem) return problem;
  }
  return null;
}
