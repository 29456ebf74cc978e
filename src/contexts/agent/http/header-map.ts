import { jsonObjectProblem } from '../../../platform/http/json-rules';
import { type Check, field, type FieldOptions } from '../../../platform/http/rule';

const MOST_BYTES = 8_000;
const MOST_HEADERS = 20;
const hasBytes = jsonObjectProblem(MOST_BYTES);
const NAME = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;

/** Headers of a request by name. */
export function HeaderMap(options: FieldOptions = {}): PropertyDecorator {
  const check: Check = (value) => {
    const problem = hasBytes(value);
    if (problem) return problem;
    const entries = Object.entries(value as object);
    if (entries.length > MOST_HEADERS) return `must have at most ${MOST_HEADERS} headers`;
    const isFine = ([name, text]: [string, unknown]) =>
      NAME.test(name) && typeof text === 'string' && /^[\x20-\x7e]+$/.test(text);
    return entries.every(isFine) ? null : 'must hold headers with a text of printable characters each';
  };
  return field(check, options, { type: 'object', additionalProperties: { type: 'string' } });
}
