import { type Json, type OpenApi, resolved, type Schema, typeOf } from './operations';

const EXAMPLES: Readonly<Record<string, Json>> = {
  string: 'words',
  integer: 1,
  number: 1,
  boolean: true,
  object: {},
  any: 'anything',
};

/** A value as the schema wants it: its example, or one that is put together from the parts. */
function fittingValue(document: OpenApi, pointer: Schema): Json {
  const schema = resolved(document, pointer);
  if (schema.example !== undefined) return schema.example;
  if (schema.enum) return schema.enum[0]!;
  switch (typeOf(schema)) {
    case 'object':
      return fittingObject(document, schema);
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () =>
        fittingValue(document, schema.items ?? {}),
      );
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    default:
      return EXAMPLES[typeOf(schema)] ?? null;
  }
}

/** With every field that the schema knows. */
export function fittingObject(document: OpenApi, pointer: Schema): Record<string, Json> {
  const { properties = {} } = resolved(document, pointer);
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, fittingValue(document, schema)]),
  );
}
