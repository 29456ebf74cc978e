import { fieldProblems } from '../../src/contexts/agent/domain/form-field-rules';
import { type FormField } from '../../src/contexts/agent/domain/form-fields';
import { FORM_INPUT_SCHEMA } from '../../src/contexts/agent/domain/form-input-schema';
import { draftSchemaOf, schemaOf } from '../../src/contexts/agent/domain/form-schema';
import { AjvFormValidation } from '../../src/contexts/agent/infrastructure/ajv.form-validation';
import { EVERY_FIELD, EVERY_VALUE, PHOTO } from './forms';

const validation = new AjvFormValidation();
const whole = (more: object) => validation.problems(schemaOf(EVERY_FIELD), { ...EVERY_VALUE, ...more });
const draft = (values: object) => validation.problems(draftSchemaOf(EVERY_FIELD), values);
const field = (more: Partial<FormField>): FormField => ({ name: 'a', label: 'A', type: 'text', ...more });

describe('the schema of a form', () => {
  it('takes what fits fields of every type, and as little as is required [AG-30 VE-07]', () => {
    expect(whole({})).toEqual([]);
    expect(validation.problems(schemaOf(EVERY_FIELD), { street: 'No. 7', parcels: 1 })).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    ['a text that is too short', { street: 'x' }, 'street', 'must have at least 2 characters'],
    ['a text that is too long', { street: 'x'.repeat(41) }, 'street', 'must have at most 40 characters'],
    ['a required text that is blank', { street: '   ' }, 'street', 'must not be blank'],
    ['what is missing', { parcels: undefined }, 'parcels', 'is required'],
    ['a text for a number', { parcels: '3' }, 'parcels', 'must be a number'],
    ['a number that is too great', { parcels: 10 }, 'parcels', 'must be at most 9'],
    ['what was not to choose from', { daytime: 'noon' }, 'daytime', 'must be one of morning, evening'],
    ['one too many', { days: ['Mon', 'Tue', 'Wed'] }, 'days', 'must have at most 2 items'],
    ['the same one twice', { days: ['Mon', 'Mon'] }, 'days', 'must not repeat an item'],
    ['a color by its name', { ribbon: 'red' }, 'ribbon', 'must look like #3366ff'],
    ['a day that does not exist', { when: '2026-02-30' }, 'when', 'must look like 2026-11-24'],
    ['a field that is not there', { admin: true }, 'admin', 'is not a known field'],
    ['null', { notes: null }, 'notes', 'must be a text'],
    [
      'another type of file',
      { photo: { ...PHOTO, mediaType: 'text/html' } },
      'photo.mediaType',
      'must be one of image/png',
    ],
    [
      'a file that is too large',
      { photo: { ...PHOTO, contentBase64: 'A'.repeat(404) } },
      'photo.contentBase64',
      'must have at most 400 characters',
    ],
    [
      'a file that is none',
      { photo: { ...PHOTO, contentBase64: 'A===' } },
      'photo.contentBase64',
      'must look like UGFybGV5',
    ],
    [
      'an empty file',
      { photo: { ...PHOTO, contentBase64: '' } },
      'photo.contentBase64',
      'must have at least 4 characters',
    ],
    [
      'a path in place of a name',
      { photo: { ...PHOTO, name: '../../etc/passwd' } },
      'photo.name',
      'must look like photo.png',
    ],
  ])('refuses %s, and says where [VE-07]', (_, more, path, message) => {
    expect(whole(more)).toEqual([{ path, message }]);
  });

  it('tells all that is wrong at once, one thing a place', () => {
    expect(validation.problems(schemaOf(EVERY_FIELD), { street: '', days: 'Mon' })).toEqual([
      { path: 'parcels', message: 'is required' },
      { path: 'street', message: 'must not be blank' },
      { path: 'days', message: 'must be a list' },
    ]);
  });

  it('wastes no time on a list that nothing allows', () => {
    const days = Array.from({ length: 90_000 }, () => 0);
    expect(whole({ days })).toEqual([{ path: 'days', message: 'must have at most 100 items' }]);
  });

  it('keeps of a draft what has the right type, however unfinished, and no file [VE-09]', () => {
    expect(draft({ street: '', parcels: 99, daytime: '', days: [], ribbon: '#33', when: '2026-' })).toEqual(
      [],
    );
    expect(draft({ parcels: 'three' })).toEqual([{ path: 'parcels', message: 'must be a number' }]);
    expect(draft({ other: 1 })).toEqual([{ path: 'other', message: 'is not a known field' }]);
    expect(draft({ photo: PHOTO })).toEqual([
      { path: 'photo', message: 'is not kept in a draft: send it with the submission' },
    ]);
  });

  it('takes nothing that the database could not hold', () => {
    expect(whole({ notes: 'a\u0000b' })).toEqual([{ path: '', message: 'must not contain NUL characters' }]);
  });
});

describe('the fields of a form', () => {
  it('are what the input of the tool describes [AG-29]', () => {
    const input = { title: 'Delivery', description: 'For the tour.', fields: EVERY_FIELD };
    expect(validation.problems(FORM_INPUT_SCHEMA, input)).toEqual([]);
    expect(fieldProblems(EVERY_FIELD)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['without fields', { title: 'A', fields: [] }, 'fields'],
    [
      'with too many',
      { title: 'A', fields: Array.from({ length: 51 }, (_, i) => field({ name: `a${i}` })) },
      'fields',
    ],
    ['of an unknown type', { title: 'A', fields: [{ ...field({}), type: 'password' }] }, 'fields[0].type'],
    [
      'with more to choose from than anybody reads',
      { title: 'A', fields: [field({ type: 'select', options: Array.from({ length: 101 }, String) })] },
      'fields[0].options',
    ],
    [
      'with a pattern of its own',
      { title: 'A', fields: [{ ...field({}), pattern: '(a+)+$' }] },
      'fields[0].pattern',
    ],
  ])('make no form %s', (_, input, path) => {
    expect(validation.problems(FORM_INPUT_SCHEMA, input)).toMatchObject([{ path }]);
  });

  it.each<[string, readonly FormField[], string, string]>([
    [
      'two of one name',
      [field({}), field({})],
      'fields[1].name',
      'must be different from those of the other fields',
    ],
    [
      'a name with a blank in it',
      [field({ name: 'a b' })],
      'fields[0].name',
      'must be a letter, then letters, digits and underscores',
    ],
    [
      'a name that every object has',
      [field({ name: 'constructor' })],
      'fields[0].name',
      'must be a letter, then letters, digits and underscores',
    ],
    [
      'options of a text',
      [field({ options: ['x'] })],
      'fields[0].options',
      'does not fit a field of type text',
    ],
    ['nothing to choose from', [field({ type: 'select' })], 'fields[0].options', 'is required'],
    [
      'more to choose than there is',
      [field({ type: 'multiselect', options: ['x'], min: 2 })],
      'fields[0].min',
      'must be a number of options',
    ],
    [
      'half an option',
      [field({ type: 'multiselect', options: ['x', 'y'], max: 1.5 })],
      'fields[0].max',
      'must be a number of options',
    ],
    [
      'bounds that cross',
      [field({ type: 'number', min: 2, max: 1 })],
      'fields[0].min',
      'must not be greater than max',
    ],
    [
      'lengths that cross',
      [field({ minLength: 1_001 })],
      'fields[0].minLength',
      'must not be greater than maxLength',
    ],
    [
      'a wildcard of media types',
      [field({ type: 'file', accept: ['image/*'] })],
      'fields[0].accept',
      'must hold media types in lower case',
    ],
  ])('are refused for %s', (_, fields, path, message) => {
    expect(fieldProblems(fields)).toEqual([{ path, message }]);
  });

  it('ask for five files at most', () => {
    const files = Array.from({ length: 6 }, (_, i) => field({ name: `f${i}`, type: 'file' }));
    expect(fieldProblems(files)).toEqual([{ path: 'fields', message: 'must not ask for more than 5 files' }]);
  });
});
