import * as fc from 'fast-check';
import { fittingObject } from './fitting-values';
import { HOSTILE_BODIES, hostileText, hostileValue } from './hostile-values';
import { type OpenApi, type Operation, type Parameter } from './operations';

export interface HostileRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Names that stand for something of the caller's own, so that requests get further than "not found". */
type Known = Readonly<Record<string, string>>;

const QUERY_TRICKS = [
  'limit=1&limit=2',
  'limit[]=1',
  'limit[a]=1',
  '__proto__[a]=1',
  'zz=1',
  '%=%',
  'a=%C0%AE',
  '&&=&',
];
const HEADER_NAMES = [
  'x-workspace-id',
  'idempotency-key',
  'last-event-id',
  'x-request-id',
  'traceparent',
  'cookie',
  'accept',
  'accept-encoding',
  'x-forwarded-for',
  'x-csrf-token',
  'if-none-match',
  'range',
];
const CONTENT_TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json;',
  'application/vnd.api+json',
];
/** What Node lets a client send at all. */
const NO_HEADER_TEXT = /[^\t\x20-\x7e\x80-\xff]/g;
const LONGEST_HEADER = 2_000;

/** Anything at all may be wrong with it, or nothing. */
export function hostileRequest(
  document: OpenApi,
  operation: Operation,
  known: Known,
): fc.Arbitrary<HostileRequest> {
  const parameters = (place: Parameter['in']) => operation.parameters.filter((one) => one.in === place);
  return fc
    .record({
      path: path(operation.path, known),
      query: query(parameters('query')),
      headers: headers(),
      body: body(document, operation),
      contentType: mostly(CONTENT_TYPES[0]!, fc.constantFrom(...CONTENT_TYPES)),
    })
    .map(({ path, query, headers, body, contentType }) => ({
      method: operation.method,
      path: query ? `${path}?${query}` : path,
      headers: body === undefined ? headers : { ...headers, 'content-type': contentType },
      body,
    }));
}

function path(template: string, known: Known): fc.Arbitrary<string> {
  const parts = template.split('/').map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (!name) return fc.constant(part);
    const own = known[name];
    const foreign = fc.oneof(hostileText.map(encoded), fc.uuid());
    return own
      ? fc.oneof({ weight: 3, arbitrary: fc.constant(own) }, { weight: 1, arbitrary: foreign })
      : foreign;
  });
  return fc.tuple(...parts).map((all) => all.join('/'));
}

function query(parameters: readonly Parameter[]): fc.Arbitrary<string> {
  const pairs = parameters.map(({ name }) =>
    fc.oneof(
      { weight: 2, arbitrary: fc.constant('') },
      { weight: 2, arbitrary: hostileText.map((text) => `${name}=${encoded(text)}`) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(`${name}=1&${name}=2`, `${name}[]=1`, `${name}[a][b]=1`, name),
      },
    ),
  );
  return fc
    .tuple(...pairs, mostly('', fc.constantFrom(...QUERY_TRICKS)))
    .map((all) => all.filter(Boolean).join('&'));
}

function headers(): fc.Arbitrary<Record<string, string>> {
  const value = hostileText.map((text) => text.replace(NO_HEADER_TEXT, '?').slice(0, LONGEST_HEADER).trim());
  return mostly({}, fc.dictionary(fc.constantFrom(...HEADER_NAMES), value, { maxKeys: 3 }));
}

function body(document: OpenApi, { method, body: schema }: Operation): fc.Arbitrary<string | undefined> {
  const raw = fc.constantFrom(...HOSTILE_BODIES);
  if (!schema) return method === 'GET' ? fc.constant(undefined) : fc.oneof(fc.constant(undefined), raw);
  const whole = fittingObject(document, schema);
  const names = Object.keys(whole);
  const changes = fc.dictionary(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...names, ...(names.length ? [] : ['a'])) },
      hostileText,
    ),
    hostileValue,
    { maxKeys: 3 },
  );
  const changed = changes.map((some) => JSON.stringify({ ...whole, ...some }));
  return fc.oneof({ weight: 6, arbitrary: changed }, { weight: 1, arbitrary: raw });
}

function mostly<T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
}

/** Half a surrogate pair has no encoding: its bytes are sent as some clients send them. */
function encoded(text: string): string {
  const whole = text.slice(0, LONGEST_HEADER).replace(/\p{Surrogate}/gu, '\ufffd');
  return encodeURIComponent(whole).replaceAll('%EF%BF%BD', '%ED%A0%80');
}
