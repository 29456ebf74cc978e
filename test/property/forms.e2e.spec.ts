import { CommandBus } from '@nestjs/cqrs';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020';
import * as fc from 'fast-check';
import { MakeForm, type NewForm } from '../../src/contexts/agent/commands/make-form.command';
import { FIELD_TYPES, type FormField } from '../../src/contexts/agent/domain/form-fields';
import { type JsonSchema } from '../../src/contexts/agent/domain/tool';
import { DomainError } from '../../src/kernel/domain-error';
import { aForm } from '../agent/forms';
import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { BareClient } from './bare-client';
import { hostileText, hostileValue } from './hostile-values';
import { type Json } from './operations';
import { faultOf } from './refusals';

/** Set FAST_CHECK_SEED to look elsewhere, and FAST_CHECK_RUNS to look so many times as long. */
const SEED = Number(process.env.FAST_CHECK_SEED ?? 20_261_121);
const LENGTH = Number(process.env.FAST_CHECK_RUNS ?? 1);
const RUNS = 120 * LENGTH;
const NUMBERS = [-1, 0, 1, 2, 2.5, 1e300];

jest.setTimeout(120_000 * LENGTH);

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
/** As a model may come up with them: bounds where none fit, names that are taken, and now and then a whole one. */
const anyField: fc.Arbitrary<FormField> = fc
  .record({
    name: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('a', 'b', 'c', 'dD', 'e_1') },
      { weight: 1, arbitrary: hostileText },
    ),
    label: fc.oneof({ weight: 9, arbitrary: fc.constant('Label') }, { weight: 1, arbitrary: hostileText }),
    type: fc.constantFrom(...FIELD_TYPES),
    required: some(fc.boolean()),
    min: some(fc.constantFrom(...NUMBERS)),
    max: some(fc.constantFrom(...NUMBERS)),
    minLength: some(fc.constantFrom(0, 1, 5)),
    maxLength: some(fc.constantFrom(1, 5, 10_000)),
    options: some(fc.uniqueArray(fc.oneof(fc.constant('x'), hostileText), { maxLength: 5 })),
    accept: some(fc.constant(['text/plain'])),
    maxBytes: some(fc.constantFrom(1, 4, 262_144)),
  })
  .map((field) => JSON.parse(JSON.stringify(field)) as FormField);

const BOUNDS: Record<string, readonly string[]> = {
  text: ['minLength', 'maxLength'],
  textarea: ['minLength', 'maxLength'],
  number: ['min', 'max'],
  select: ['options'],
  multiselect: ['options', 'min', 'max'],
  file: ['accept', 'maxBytes'],
};
/** Without what does not fit its type, so that most of them make a form. */
const fittingField = anyField.map((field) => {
  const kept = ['name', 'label', 'type', 'required', ...(BOUNDS[field.type] ?? [])];
  const options = /select/.test(field.type) ? { options: field.options ?? ['x', 'y'] } : {};
  const entries = Object.entries({ ...field, ...options }).filter(([name]) => kept.includes(name));
  return Object.fromEntries(entries) as unknown as FormField;
});
const fields = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.uniqueArray(fittingField, { minLength: 1, maxLength: 5, selector: ({ name }) => name }),
  },
  { weight: 1, arbitrary: fc.array(anyField, { maxLength: 5 }) },
);

const BASE64 = fc.constantFrom('', 'AA==', 'AAA=', 'AAAA', 'AAAAAAAA', 'A', '=', 'x'.repeat(400));
const file = fc.record({
  name: fc.oneof(fc.constant('a.txt'), hostileText),
  mediaType: fc.constantFrom('text/plain', 'image/png', 'nothing'),
  contentBase64: BASE64,
});
function fitting({ type, options = [] }: FormField): fc.Arbitrary<Json> {
  switch (type) {
    case 'number':
      return fc.constantFrom(...NUMBERS);
    case 'select':
      return fc.constantFrom(...options, 'z');
    case 'multiselect':
      return fc.array(fc.constantFrom(...options, ...options, ...options, 'z'), { maxLength: 4 });
    case 'color':
      return fc.constantFrom('#aBc123', '#fff', 'red');
    case 'date':
      return fc.constantFrom('2024-02-29', '2023-02-29', '0000-01-01', '2026-1-1');
    case 'file':
      return file;
    case 'text':
    case 'textarea':
      return fc.oneof(fc.constantFrom('', ' ', 'words', '🦜🦜🦜🦜🦜'), hostileText);
  }
}
const valuesFor = (all: readonly FormField[]): fc.Arbitrary<Record<string, Json>> => {
  const entries = all.map((field): [string, fc.Arbitrary<Json>] => [
    field.name,
    fc.oneof({ weight: 7, arbitrary: fitting(field) }, { weight: 1, arbitrary: hostileValue }),
  ]);
  const filledIn = fc.record(Object.fromEntries(entries), { requiredKeys: [] });
  return filledIn.map((values) => JSON.parse(JSON.stringify(values)) as Record<string, Json>);
};

describe('Any form, filled in with anything', () => {
  let app: TestApp;
  let client: BareClient;
  let ada: Account;

  beforeAll(async () => {
    process.stderr.write(`fast-check: seed ${SEED}, length ${LENGTH}\n`);
    app = await startTestApp({ ROLE: 'api' });
    client = new BareClient(app.url);
    ada = await signUp(app, 'ada');
  });
  afterAll(async () => {
    client.close();
    await app.stop();
  });

  const make = async (form: NewForm): Promise<'made' | 'refused'> => {
    try {
      await app.app.get(CommandBus).execute(new MakeForm(ada.workspaceId, form));
      return 'made';
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'invalid' && error.errors?.length) return 'refused';
      throw error;
    }
  };
  const send = (method: string, path: string, body: string) =>
    client.send({
      method,
      path: `/api/v1${path}`,
      headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
      body,
    });
  /** As somebody else would check it who has got nothing but the schema. */
  const checkerOf = async (formId: string) => {
    const { body } = await app.http<{ schema: JsonSchema }>('GET', `/forms/${formId}`, { token: ada.token });
    const ajv = new Ajv2020({ strict: true });
    addFormats(ajv);
    return ajv.compile(body.schema);
  };

  it('is taken exactly when its schema says so, and never breaks anything [AG-30 VE-07]', async () => {
    const seen = { made: 0, refused: 0, taken: 0, turnedAway: 0 };
    const property = fc.asyncProperty(
      fields.chain((all) => fc.tuple(fc.constant(all), valuesFor(all))),
      async ([all, values]) => {
        const form = aForm({ fields: all });
        const outcome = await make(form);
        seen[outcome]++;
        if (outcome === 'refused') return;
        const fits = await checkerOf(form.id);
        const body = JSON.stringify({ values });
        const draft = await send('PUT', `/forms/${form.id}/draft`, body);
        expect(faultOf(draft)).toBeNull();
        const answer = await send('POST', `/forms/${form.id}/submissions`, body);
        expect(faultOf(answer)).toBeNull();
        const isTaken = answer.status === 201;
        seen[isTaken ? 'taken' : 'turnedAway']++;
        // What no column holds is refused on every route, whatever it is part of.
        const wanted = fits(values) && isPlain(values);
        expect({ values, isTaken }).toEqual({ values, isTaken: wanted });
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: RUNS });
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
  });

  it('is made of what a model says only when it can be filled in, whatever the model says', async () => {
    const nonsense = fc.oneof(hostileValue, fc.array(hostileValue, { maxLength: 3 }));
    const property = fc.asyncProperty(nonsense, hostileValue, async (given, title) => {
      const form = { ...aForm(), title, fields: given } as unknown as NewForm;
      expect(await make(form)).toBe('refused');
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS });
  });
});

function isPlain(value: Json): boolean {
  if (typeof value === 'string') return !/\0|\p{Surrogate}/u.test(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, child]) => isPlain(name) && isPlain(child));
}
