import * as fc from 'fast-check';
import { type Json } from './operations';

const LONG = 100_000;

/** What has broken other servers: their parsers, databases, templates, routers and logs. */
const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '\t\r\n',
  'x'.repeat(LONG),
  '\u0000',
  'nul\u0000inside',
  '\ud800',
  'half \udc00 pair',
  '\u202e\u200b\ufeff',
  '\u001b[31mred',
  'line\r\nX-Injected: yes',
  "' OR '1'='1",
  "'; DROP TABLE identity.users; --",
  '${7*7}{{7*7}}<%= 7*7 %>#{7*7}',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  '%2527%00%c0%ae',
  '__proto__',
  'constructor',
  'toString',
  '[object Object]',
  'NaN',
  'null',
  '-1',
  '1e309',
  '9'.repeat(400),
  '2026-02-30T25:61:61Z',
  '275760-09-13T00:00:00.001Z',
  '+275760-09-13T00:00:00.000Z',
  '-000001-01-01T00:00:00.000Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999+23:59',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '00000000-0000-0000-0000-000000000000',
  'a@b',
  `${'a'.repeat(64)}@${'b'.repeat(250)}.example`,
  '::ffff:127.0.0.1',
  '0.0.0.0/0',
  'javascript:alert(1)',
  'file:///etc/passwd',
];

const HOSTILE_NUMBERS = [
  0,
  -0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.MIN_VALUE,
];

/** As a parser of JSON makes it: a field of its own, not a prototype. */
const POLLUTED = JSON.parse('{"__proto__":{"isAdministrator":true}}') as Json;

export function nestedLists(depth: number): Json {
  let value: Json = [];
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }) },
);

export const hostileValue: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_NUMBERS) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Json>(
      null,
      true,
      false,
      [],
      {},
      [null],
      ['x', 'x'],
      POLLUTED,
      { constructor: { prototype: { isAdministrator: true } } },
      { toString: 'x', hasOwnProperty: 1 },
      nestedLists(20),
      nestedLists(200),
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json> },
);

/** Texts that are no JSON, or JSON of another kind than a body is. */
export const HOSTILE_BODIES: readonly string[] = [
  '',
  '{',
  '{"a":NaN}',
  '{"a":1,}',
  "{'a':1}",
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '[]',
  '[{}]',
  '"text"',
  '42',
  'true',
  'null',
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  `{"a":"${'x'.repeat(LONG)}"}`,
];
