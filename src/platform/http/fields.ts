import { applyDecorators } from '@nestjs/common';
import { type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { isEmail, ValidateIf, ValidateNested } from 'class-validator';
import { jsonObjectProblem } from './json-rules';
import { type Check, field, type FieldOptions } from './rule';
import { DEFAULT_TEXT_MAX, isStorable, type TextLimits, textProblem } from './text-rules';

type NumberOptions = FieldOptions & {
  readonly min?: number;
  readonly max?: number;
  /** Query strings carry text: "20" is then taken as 20. */
  readonly inQuery?: boolean;
};
type ClassOf = abstract new (...args: never[]) => object;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

/** A string of `min` (1) to `max` (1000) characters. */
export function Text(options: FieldOptions & TextLimits = {}): PropertyDecorator {
  const { min = 1, max = DEFAULT_TEXT_MAX, pattern } = options;
  const schema: ApiPropertyOptions = {
    type: String,
    minLength: min,
    maxLength: max,
    pattern: pattern?.source,
  };
  return field(textProblem({ min, max, pattern }), options, schema);
}

export function Email(options: FieldOptions = {}): PropertyDecorator {
  const check: Check = (value) =>
    typeof value === 'string' && value.length <= 254 && isStorable(value) && isEmail(value)
      ? null
      : 'must be an e-mail address';
  const schema: ApiPropertyOptions = { type: String, format: 'email', maxLength: 254 };
  return field(check, { example: 'ada@example.com', ...options }, schema);
}

export function Uuid(options: FieldOptions = {}): PropertyDecorator {
  const check: Check = (value) => (isUuid(value) ? null : 'must be a UUID');
  const example = '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10';
  return field(check, { example, ...options }, { type: String, format: 'uuid' });
}

export function Whole(options: NumberOptions = {}): PropertyDecorator {
  return numeric(Number.isSafeInteger, 'a whole number', 'integer', options);
}

export function Decimal(options: NumberOptions = {}): PropertyDecorator {
  return numeric(Number.isFinite, 'a number', 'number', options);
}

export function Flag(options: FieldOptions & { readonly inQuery?: boolean } = {}): PropertyDecorator {
  const check: Check = (value) => (typeof value === 'boolean' ? null : 'must be true or false');
  const fromQuery = { true: true, false: false } as Record<string, boolean>;
  const rules = field(check, { example: true, ...options }, { type: Boolean });
  return options.inQuery
    ? applyDecorators(
        rules,
        fromText((text) => fromQuery[text] ?? text),
      )
    : rules;
}

export function OneOf(choices: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  const known = new Set<unknown>(choices);
  const check: Check = (value) => (known.has(value) ? null : `must be one of ${choices.join(', ')}`);
  return field(check, { example: choices[0], ...options }, { type: String, enum: [...choices] });
}

/** One or more of the choices, each at most once. */
export function SomeOf(choices: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  const known = new Set<unknown>(choices);
  const check: Check = (value) => {
    const wrong = lengthProblem(1, choices.length)(value);
    if (wrong) return wrong;
    const given = value as unknown[];
    if (!given.every((item) => known.has(item))) return `must hold nothing but ${choices.join(', ')}`;
    return new Set(given).size === given.length ? null : 'must not repeat an item';
  };
  const items = { type: 'string', enum: [...choices] };
  const schema = { type: 'array', items, minItems: 1, maxItems: choices.length, uniqueItems: true } as const;
  return field(check, { example: [choices[0]], ...options }, schema);
}

type ListOptions = FieldOptions & { readonly min?: number; readonly max: number };

/** A list of objects, each validated as the class that `item` names. */
export function ListOf(item: () => ClassOf, options: ListOptions): PropertyDecorator {
  const { min = 0, max } = options;
  // Swagger knows a late reference by the name of its function: it must be `type`.
  const schema = { type: () => item(), isArray: true, minItems: min, maxItems: max } as ApiPropertyOptions;
  return applyDecorators(field(objectsProblem(min, max), options, schema), ...nested(item, true));
}

export function TextList(options: ListOptions & { readonly each?: TextLimits }): PropertyDecorator {
  const { min = 0, max, each = {} } = options;
  const problem = textProblem(each);
  const check: Check = (value) => {
    const wrong = lengthProblem(min, max)(value);
    if (wrong) return wrong;
    const at = (value as unknown[]).findIndex((item) => problem(item) !== null);
    return at < 0 ? null : `item ${at} ${problem((value as unknown[])[at])}`;
  };
  const items = { type: 'string', minLength: each.min ?? 1, maxLength: each.max ?? DEFAULT_TEXT_MAX };
  return field(check, options, { type: 'array', items, minItems: min, maxItems: max });
}

/** One object, validated as the class that `type` names. */
export function Nested(type: () => ClassOf, options: FieldOptions = {}): PropertyDecorator {
  const check: Check = (value) =>
    typeof value === 'object' && !Array.isArray(value) ? null : 'must be an object';
  // The nested rule takes null for a broken object, even where the field's own rule allows it.
  const orNull = options.nullable ? [ValidateIf((_form, value) => value !== null)] : [];
  return applyDecorators(field(check, options, { type: () => type() }), ...orNull, ...nested(type, false));
}

export function JsonObject(options: FieldOptions & { readonly maxBytes: number }): PropertyDecorator {
  const schema: ApiPropertyOptions = { type: 'object', additionalProperties: true };
  return field(jsonObjectProblem(options.maxBytes), options, schema);
}

/** A moment as RFC 3339 text. */
export function Instant(options: FieldOptions = {}): PropertyDecorator {
  const check: Check = (value) =>
    typeof value === 'string' && INSTANT.test(value) && !Number.isNaN(Date.parse(value))
      ? null
      : 'must be an RFC 3339 time such as 2026-11-21T10:00:00Z';
  const schema: ApiPropertyOptions = { type: String, format: 'date-time' };
  return field(check, { example: '2026-11-21T10:00:00.000Z', ...options }, schema);
}

function numeric(
  fits: (n: unknown) => boolean,
  what: string,
  type: 'integer' | 'number',
  options: NumberOptions,
): PropertyDecorator {
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = options;
  const check: Check = (value) => {
    if (!fits(value)) return `must be ${what}`;
    const number = value as number;
    return number >= min && number <= max ? null : `must be from ${min} to ${max}`;
  };
  const rules = field(check, options, { type, minimum: options.min, maximum: options.max });
  return options.inQuery ? applyDecorators(rules, fromText(toNumber)) : rules;
}

function toNumber(text: string): unknown {
  return /^-?\d{1,15}(\.\d{1,9})?$/.test(text) ? Number(text) : text;
}

function fromText(convert: (text: string) => unknown): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? convert(value) : value));
}

function lengthProblem(min: number, max: number): Check {
  return (value) => {
    if (!Array.isArray(value)) return 'must be a list';
    return value.length >= min && value.length <= max ? null : `must have from ${min} to ${max} items`;
  };
}

/** The nested rule looks through a list in the list for objects, and finds nothing wrong with an empty one. */
function objectsProblem(min: number, max: number): Check {
  const length = lengthProblem(min, max);
  return (value) => {
    const wrong = length(value);
    if (wrong) return wrong;
    const at = (value as unknown[]).findIndex(Array.isArray);
    return at < 0 ? null : `item ${at} must be an object`;
  };
}

function nested(type: () => ClassOf, each: boolean): PropertyDecorator[] {
  return [ValidateNested({ each, message: 'must be an object' }), Type(type)];
}
