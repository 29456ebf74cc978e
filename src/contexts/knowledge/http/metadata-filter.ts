import { type Check, field, type FieldOptions } from '../../../platform/http/rule';
import { isStorable } from '../../../platform/http/text-rules';
import { type FilterOperators } from '../contracts/metadata-filter';

const KEY = /^[A-Za-z0-9_.-]{1,64}$/;
const PROPERTIES = ['$language', '$format', '$author', '$title', '$url', '$externalId', '$createdAt'];
const TIME = '$createdAt';
const MOST_KEYS = 10;
const MOST_LISTED = 100;
const LONGEST_VALUE = 500;
const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d))?$/;

type ValueCheck = (value: unknown) => boolean;

const isScalar: ValueCheck = (value) => isText(value) || typeof value === 'boolean' || Number.isFinite(value);
const isOrdered: ValueCheck = (value) => isText(value) || Number.isFinite(value);
const isList: ValueCheck = (value) =>
  Array.isArray(value) && value.length > 0 && value.length <= MOST_LISTED && value.every(isScalar);
const isFlag: ValueCheck = (value) => typeof value === 'boolean';

/** What the filter can express is listed, not what it cannot. */
const OPERATORS: Readonly<Record<keyof FilterOperators, ValueCheck>> = {
  eq: isScalar,
  ne: isScalar,
  in: isList,
  nin: isList,
  gt: isOrdered,
  gte: isOrdered,
  lt: isOrdered,
  lte: isOrdered,
  contains: isScalar,
  exists: isFlag,
};
const BY_NAME: ReadonlyMap<string, ValueCheck> = new Map(Object.entries(OPERATORS));

const SCALAR_SCHEMA = [{ type: 'string', maxLength: LONGEST_VALUE }, { type: 'number' }, { type: 'boolean' }];
const LIST_SCHEMA = { type: 'array', minItems: 1, maxItems: MOST_LISTED, items: { oneOf: SCALAR_SCHEMA } };
const OPERATORS_SCHEMA = {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  properties: Object.fromEntries(Object.entries(OPERATORS).map(([name, check]) => [name, schemaOf(check)])),
};

const check: Check = (value) => {
  if (!isObject(value)) return 'must be an object';
  const entries = Object.entries(value);
  if (entries.length > MOST_KEYS) return `must have at most ${MOST_KEYS} keys`;
  for (const [key, wanted] of entries) {
    const problem = problemOf(key, wanted);
    if (problem) return problem;
  }
  return null;
};

export function MetadataFilter(options: FieldOptions): PropertyDecorator {
  return field(check, options, {
    type: 'object',
    maxProperties: MOST_KEYS,
    additionalProperties: { oneOf: [...SCALAR_SCHEMA, OPERATORS_SCHEMA] },
  });
}

function problemOf(key: string, wanted: unknown): string | null {
  if (!KEY.test(key) && !PROPERTIES.includes(key)) {
    return `must have keys like ${KEY.source}, or one of ${PROPERTIES.join(', ')}`;
  }
  const operators: [string, unknown][] = isObject(wanted) ? Object.entries(wanted) : [['eq', wanted]];
  if (operators.length === 0) return 'must not have a condition without an operator';
  for (const [name, value] of operators) {
    const isRight = BY_NAME.get(name);
    if (!isRight) return `may use the operators ${[...BY_NAME.keys()].join(', ')} only`;
    if (!isRight(value)) return `must give the operator ${name} a value that it can work with`;
    if (key === TIME && !isTime(name, value))
      return `must compare ${TIME} with times, such as 2026-11-21T09:30:00Z`;
  }
  return null;
}

function isTime(operator: string, value: unknown): boolean {
  if (operator === 'exists') return true;
  const times: unknown[] = Array.isArray(value) ? value : [value];
  return times.every(
    (time) => typeof time === 'string' && INSTANT.test(time) && !Number.isNaN(Date.parse(time)),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_VALUE && isStorable(value);
}

function schemaOf(accepts: ValueCheck): object {
  if (accepts === isFlag) return { type: 'boolean' };
  if (accepts === isList) return LIST_SCHEMA;
  return { oneOf: accepts === isOrdered ? SCALAR_SCHEMA.slice(0, 2) : SCALAR_SCHEMA };
}
