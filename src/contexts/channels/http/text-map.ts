import { jsonObjectProblem } from '../../../platform/http/json-rules';
import { type Check, field, type FieldOptions } from '../../../platform/http/rule';

const MOST_BYTES = 4_000;
const hasBytes = jsonObjectProblem(MOST_BYTES);

/** Texts by name. */
export function TextMap(options: FieldOptions = {}): PropertyDecorator {
  const check: Check = (value) => {
    const problem = hasBytes(value);
    if (problem) return problem;
    const isFine = Object.values(value as object).every((text) => typeof text === 'string');
    return isFine ? null : 'must hold nothing but texts';
  };
  return field(check, options, { type: 'object', additionalProperties: { type: 'string' } });
}
