import { type Check, field, type FieldOptions } from '../../../platform/http/rule';

const KEY = /^[A-Za-z0-9_.-]{1,64}$/;
const MOST_KEYS = 10;
const LONGEST_VALUE = 500;
const SCALAR = {
  oneOf: [{ type: 'string', maxLength: LONGEST_VALUE }, { type: 'number' }, { type: 'boolean' }],
};

const check: Check = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be an object';
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.length > MOST_KEYS) return `must have at most ${MOST_KEYS} keys`;
  const wrong = entries.find(([key, wanted]) => !KEY.test(key) || !isScalar(wanted));
  return wrong ? `must map keys like ${KEY.source} to a string, a number or a boolean` : null;
};

/** Equality on top-level metadata, and nothing else: what the filter can express is listed, not what it cannot. */
export function MetadataFilter(options: FieldOptions): PropertyDecorator {
  return field(check, options, { type: 'object', additionalProperties: SCALAR });
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= LONGEST_VALUE && !value.includes('\u0000');
  return typeof value === 'boolean' || Number.isFinite(value);
}
