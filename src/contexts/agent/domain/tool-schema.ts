import { type JsonSchema } from './tool';

const MOST_BYTES = 16 * 1024;
const DEEPEST = 8;
/** No patterns, which may take for ever, and no references, which may lead anywhere. */
const VALUE_KEYWORDS = new Set([
  ...['type', 'title', 'description', 'default', 'examples', 'enum', 'const', 'required', 'format'],
  ...['minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minItems', 'maxItems', 'minProperties', 'maxProperties', 'nullable'],
]);
const SCHEMA_KEYWORDS = new Set(['items', 'additionalProperties', 'not']);
const LIST_KEYWORDS = new Set(['anyOf', 'oneOf', 'allOf']);

/** What keeps somebody else's schema from being compiled here; null when nothing does. */
export function foreignSchemaProblem(schema: JsonSchema): string | null {
  if (Buffer.byteLength(JSON.stringify(schema)) > MOST_BYTES) return `is larger than ${MOST_BYTES} bytes`;
  if (schema.type !== 'object') return 'must describe an object';
  const problems: string[] = [];
  reduced(schema, 1, problems);
  return problems[0] ?? null;
}

function reduced(node: unknown, depth: number, problems: string[]): unknown {
  if (typeof node === 'boolean') return node;
  if (!isObject(node)) return complain(problems, 'has something other than a schema in it', {});
  if (depth > DEEPEST) return complain(problems, `is more than ${DEEPEST} levels deep`, {});
  const kept: [string, unknown][] = [];
  for (const [keyword, value] of Object.entries(node)) {
    const part = reducedPart(keyword, value, depth, problems);
    if (part !== undefined) kept.push([keyword, part]);
  }
  return Object.fromEntries(kept);
}

function reducedPart(keyword: string, value: unknown, depth: number, problems: string[]): unknown {
  if (VALUE_KEYWORDS.has(keyword)) return value;
  if (SCHEMA_KEYWORDS.has(keyword)) return reduced(value, depth + 1, problems);
  if (LIST_KEYWORDS.has(keyword) && Array.isArray(value))
    return value.map((one) => reduced(one, depth + 1, problems));
  if (keyword === 'properties' && isObject(value)) {
    const entries = Object.entries(value).filter(([name]) => name !== '__proto__');
    return Object.fromEntries(entries.map(([name, one]) => [name, reduced(one, depth + 1, problems)]));
  }
  return complain(problems, `uses ${keyword.slice(0, 40)}, which is not understood here`, undefined);
}

function complain<T>(problems: string[], problem: string, instead: T): T {
  problems.push(problem);
  return instead;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
