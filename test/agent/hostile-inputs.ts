import { type JsonSchema, type OfferedTool } from '../support/fake-openai/wire';

const DEEP = 10_000;
const TEN_MEGABYTES = 10 * 1024 * 1024;

/** What no tool may take, as the text that a model sends for its arguments. */
export const BROKEN_ARGUMENTS: readonly (readonly [string, string])[] = [
  ['10 MB', JSON.stringify({ title: 'x', query: 'y'.repeat(TEN_MEGABYTES) })],
  ['half an object', '{"title": "x", "query": '],
  ['no object', '"x"'],
  ['null', 'null'],
  ['a list', '[{"title": "x"}]'],
  ['ten thousand levels', `{"title": ${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`],
  ['a prototype', '{"title": "x", "query": "x", "__proto__": {"isAdmin": true}}'],
  ['a constructor', '{"title": "x", "query": "x", "constructor": {"prototype": {"isAdmin": true}}}'],
  [
    'another workspace',
    '{"title": "x", "query": "x", "workspaceId": "01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10"}',
  ],
  ['half a character', '{"title": "\\ud800", "query": "\\ud800"}'],
];

/** Arguments that the tool takes, with the same word wherever it takes one. */
export function filledWith(word: string, { function: { parameters } }: OfferedTool): unknown {
  return valueFor(parameters ?? {}, word);
}

function valueFor(schema: JsonSchema & { format?: string }, word: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [option] = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  if (option) return valueFor(option, word);
  const [type] = [schema.type].flat();
  if (type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, valueFor(inner, word)]),
    );
  if (type === 'array') return [valueFor(schema.items ?? {}, word)];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return true;
  return schema.format === 'email' ? `${word}@example.com` : word;
}
