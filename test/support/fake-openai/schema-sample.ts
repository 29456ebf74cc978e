import { type JsonSchema } from './wire';

const MAX_DEPTH = 10;

/** A value that a JSON schema accepts. Strings become `text`, whole numbers 1: the first source. */
export function sampleOf(schema: JsonSchema | undefined, text: string, root = schema, depth = 0): unknown {
  if (!schema || depth > MAX_DEPTH) return null;
  const below = (inner: JsonSchema | undefined): unknown => sampleOf(inner, text, root, depth + 1);
  if (schema.$ref) return below(root?.$defs?.[schema.$ref.split('/').pop() ?? '']);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.default !== undefined) return schema.default;
  const branch = (schema.anyOf ?? schema.oneOf)?.[0];
  if (branch) return below(branch);
  switch (typeOf(schema)) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, property]) => [name, below(property)]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 1 }, () => below(schema.items));
    case 'integer':
      return within(schema, 1);
    case 'number':
      return within(schema, 0.5);
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return text;
  }
}

function typeOf(schema: JsonSchema): string {
  if (Array.isArray(schema.type)) return schema.type[0] ?? 'string';
  return schema.type ?? (schema.properties ? 'object' : 'string');
}

const within = (schema: JsonSchema, value: number): number =>
  Math.min(schema.maximum ?? Infinity, Math.max(schema.minimum ?? -Infinity, value));
