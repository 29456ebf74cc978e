import { type OpenApi, resolved, type Schema } from '../property/operations';
import { type Inspector } from '../support/client';

type Responses = Readonly<
  Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
>;
type Documented = Readonly<Record<string, Readonly<Record<string, { readonly responses: Responses }>>>>;

/** Refuses answers that the OpenAPI document does not tell of: other statuses, other fields. */
export function documentedOnly(document: OpenApi): Inspector {
  const paths = document.paths as unknown as Documented;
  return (answer) => {
    const template = templateOf(Object.keys(paths), answer.path);
    const responses = paths[template]?.[answer.method.toLowerCase()]?.responses;
    const where = `${answer.method} ${template} ${answer.status}`;
    const response = responses?.[String(answer.status)];
    if (!response) throw new Error(`${where} is documented nowhere`);
    const type = (answer.headers.get('content-type') ?? '').split(';')[0]!;
    const schema = response.content?.[type]?.schema;
    if (!schema && answer.bytes.length > 0)
      throw new Error(`${where}: ${type || 'a body'} is not documented`);
    if (!schema || !/json$/.test(type)) return;
    const [unknown] = strangeFields(document, schema, answer.body, '');
    if (unknown) throw new Error(`${where} shows ${unknown}, which is not documented`);
  };
}

function templateOf(templates: readonly string[], path: string): string {
  const plain = `/api/v1${path.split('?')[0]!}`;
  const fits = templates.filter((template) =>
    new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`).test(plain),
  );
  return fits.find((template) => template === plain) ?? fits[0] ?? plain;
}

/** Below a schema without fields of its own anything is allowed. */
function strangeFields(document: OpenApi, pointer: Schema, value: unknown, at: string): string[] {
  const schema = resolved(document, pointer);
  if (Array.isArray(value)) {
    return value.flatMap((item) => strangeFields(document, schema.items ?? {}, item, `${at}[]`));
  }
  if (typeof value !== 'object' || value === null || !schema.properties) return [];
  const { properties } = schema;
  return Object.entries(value).flatMap(([name, inner]) =>
    properties[name] ? strangeFields(document, properties[name], inner, `${at}.${name}`) : [`${at}.${name}`],
  );
}
