const MOST_BYTES = 16 * 1024;
const DEEPEST = 8;
/** No patterns, which may take for ever, and no references, which may lead anywhere. */
const PLAIN = new Set([
  ...[
    'type',
    'title',
    'description',
    'default',
    'examples',
    'enum',
    'const',
    'required',
    'format',
    '$schema',
  ],
  ...['minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minItems', 'maxItems', 'minProperties', 'maxProperties', 'nullable'],
]);
const NESTED = new Set(['items', 'additionalProperties', 'not']);
const LISTS = new Set(['anyOf', 'oneOf', 'allOf']);

/** What keeps a tenant's schema from being compiled here; null when nothing does. */
export function foreignSchemaProblem(schema: unknown): string | null {
  if (Buffer.byteLength(JSON.stringify(schema)) > MOST_BYTES) return `is larger than ${MOST_BYTES} bytes`;
  return problemAt(schema, 1);
}

function problemAt(schema: unknown, depth: number): string | null {
  if (typeof schema === 'boolean') return null;
  if (!isObject(schema)) return 'has something other than a schema in it';
  if (depth > DEEPEST) return `is more than ${DEEPEST} levels deep`;
  for (const [keyword, value] of Object.entries(schema)) {
    const problem = problemOf(keyword, value, depth);
    if (problem) return problem;
  }
  return null;
}

function problemOf(keyword: string, value: unknown, depth: number): string | null {
  if (PLAIN.has(keyword)) return null;
  if (NESTED.has(keyword)) return problemAt(value, depth + 1);
  if (LISTS.has(keyword) && Array.isArray(value)) return firstProblem(value, depth);
  if (keyword === 'properties' && isObject(value)) return firstProblem(Object.values(value), depth);
  return `uses ${keyword.slice(0, 40)}, which is not understood here`;
}

function firstProblem(schemas: readonly unknown[], depth: number): string | null {
  for (const schema of schemas) {
    const problem = problemAt(schema, depth + 1);
    if (problem) return problem;
  }
  return null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
