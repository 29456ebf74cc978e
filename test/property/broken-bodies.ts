import * as fc from 'fast-check';
import { fittingObject } from './fitting-values';
import { HOSTILE_BODIES, nestedLists } from './hostile-values';
import { type Json, mayBeNull, type OpenApi, resolved, type Schema, typeOf } from './operations';

/** A body that its schema refuses, as the text that is sent. */
export interface BrokenBody {
  readonly why: string;
  readonly text: string;
}

/** Asked for with every form of rights; no form has a field of these names unless its schema says so. */
const STRANGE_FIELDS = ['role', 'isAdministrator', 'userId', 'workspaceId', 'toString', 'constructor', 'zz'];
const NO_TEXT: readonly Json[] = [1, true, {}, [], ['text'], null];
const NO_NUMBER: readonly Json[] = ['1', true, {}, [], [1], 'NaN', null];
const NO_FLAG: readonly Json[] = ['true', 1, 0, {}, [], null];
const NO_LIST: readonly Json[] = ['text', 1, {}, true, { 0: 'x', length: 1 }, null];
const NO_OBJECT: readonly Json[] = ['text', 1, [], [{}], true, nestedLists(3), null];

const NO_OBJECTS: readonly Json[] = [[[]], [[[]]], [[{}]], [null], ['text'], [1]];

/** One thing wrong at a time, at any depth, in a body that is right otherwise. */
export function brokenBody(document: OpenApi, schema: Schema): fc.Arbitrary<BrokenBody> {
  const broken = brokenObject(document, schema).map(({ why, value }) => ({
    why,
    text: JSON.stringify(value),
  }));
  const { required = [] } = resolved(document, schema);
  return fc.oneof({ weight: 1, arbitrary: noObject(required) }, { weight: 4, arbitrary: broken });
}

interface BrokenValue {
  readonly why: string;
  readonly value: Json;
}
type Fields = Readonly<Record<string, Json>>;

function brokenObject(document: OpenApi, schema: Schema): fc.Arbitrary<BrokenValue> {
  const { properties = {}, required = [] } = resolved(document, schema);
  const whole = fittingObject(document, schema);
  const isOpen = resolved(document, schema).additionalProperties === true;
  const broken = isOpen ? [] : [strangeField(whole, Object.keys(properties))];
  if (required.length > 0) broken.push(fc.constantFrom(...required).map((name) => without(whole, name)));
  for (const [name, field] of Object.entries(properties)) {
    const inside = brokenInside(document, resolved(document, field));
    if (!inside) continue;
    const anyOf = inside.map(({ why, value }) => ({
      why: `${name}: ${why}`,
      value: { ...whole, [name]: value },
    }));
    broken.push(anyOf);
  }
  return fc.oneof(...broken);
}

/** Null where the schema leaves it open what fits. */
function brokenInside(document: OpenApi, schema: Schema): fc.Arbitrary<BrokenValue> | null {
  const item = typeOf(schema) === 'array' && resolved(document, schema.items ?? {});
  const deeper = item && item.properties ? item : schema.properties ? schema : null;
  const values = item && item.properties ? [...misfits(schema), ...NO_OBJECTS] : misfits(schema);
  if (values.length === 0) return null;
  const misfit = fc.constantFrom(...values).map((value) => ({ why: 'does not fit', value }));
  if (!deeper) return misfit;
  const within = brokenObject(document, deeper).map(({ why, value }) => ({
    why,
    value: item ? [value] : value,
  }));
  return fc.oneof(misfit, within);
}

/** An empty object fits a form of which nothing is required. */
function noObject(required: readonly string[]): fc.Arbitrary<BrokenBody> {
  const texts = HOSTILE_BODIES.filter((text) => text !== '' || required.length > 0);
  return fc.constantFrom(...texts).map((text) => ({ why: 'no such object', text }));
}

function strangeField(whole: Fields, known: readonly string[]): fc.Arbitrary<BrokenValue> {
  const names = STRANGE_FIELDS.filter((name) => !known.includes(name));
  return fc
    .constantFrom(...names)
    .map((name) => ({ why: `${name} is no field`, value: { ...whole, [name]: 'owner' } }));
}

function without(whole: Fields, name: string): BrokenValue {
  const kept = Object.entries(whole).filter(([field]) => field !== name);
  return { why: `${name} is missing`, value: Object.fromEntries(kept) };
}

/** Values of which each breaks the schema for certain. */
function misfits(schema: Schema): Json[] {
  const values = ofAnotherKind(schema).filter((value) => value !== null || !mayBeNull(schema));
  return [...values, ...outOfBounds(schema)];
}

function ofAnotherKind(schema: Schema): readonly Json[] {
  switch (typeOf(schema)) {
    case 'string':
      return NO_TEXT;
    case 'integer':
    case 'number':
      return NO_NUMBER;
    case 'boolean':
      return NO_FLAG;
    case 'array':
      return NO_LIST;
    case 'object':
      return NO_OBJECT;
    default:
      return [];
  }
}

function outOfBounds(schema: Schema): Json[] {
  const { minLength = 0, maxLength, minimum, maximum, minItems = 0, maxItems } = schema;
  const values: Json[] = [];
  if (schema.enum || schema.format) values.push('none of these', '\u0000', 'x'.repeat(100_000));
  if (typeOf(schema) === 'string') values.push('nul\u0000inside', 'half \udc00 pair');
  if (minLength > 0) values.push('', ' '.repeat(minLength));
  if (maxLength !== undefined) values.push('x'.repeat(maxLength + 1));
  if (typeOf(schema) === 'integer') values.push(1.5, 2 ** 53, -(2 ** 53), Number.MAX_VALUE);
  if (minimum !== undefined) values.push(minimum - 1);
  if (maximum !== undefined) values.push(maximum + 1);
  if (minItems > 0) values.push([]);
  if (maxItems !== undefined) values.push(Array.from({ length: maxItems + 1 }, () => 'x'));
  return values;
}
