import { type ErrorObject } from 'ajv/dist/2020';
import { type FieldProblem } from '../../../kernel/domain-error';

interface Parameters {
  readonly missingProperty: string;
  readonly additionalProperty: string;
  readonly type: string;
  readonly limit: number;
  readonly allowedValues: readonly unknown[];
}

const LONGEST_NAME = 100;
const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** What the validator says, as our other refusals say it. */
export function wordsForProblem({ keyword, instancePath, params, parentSchema }: ErrorObject): FieldProblem {
  const told = params as Parameters;
  const path = pathOf(instancePath);
  const below = (name: string) => (path ? `${path}.${name}` : name).slice(0, LONGEST_NAME);
  switch (keyword) {
    case 'required':
      return { path: below(told.missingProperty), message: 'is required' };
    case 'additionalProperties':
      return { path: below(told.additionalProperty), message: 'is not a known field' };
    default:
      return { path, message: messageFor(keyword, told, Object(parentSchema) as { examples?: unknown[] }) };
  }
}

function messageFor(keyword: string, told: Parameters, { examples = [] }: { examples?: unknown[] }): string {
  switch (keyword) {
    case 'type':
      return `must be ${TYPES[told.type] ?? told.type}`;
    case 'enum':
      return `must be one of ${told.allowedValues.slice(0, 10).join(', ')}${told.allowedValues.length > 10 ? ', …' : ''}`;
    case 'minLength':
    case 'maxLength':
      return `must have at ${boundIn(keyword)} ${told.limit} characters`;
    case 'minItems':
    case 'maxItems':
      return `must have at ${boundIn(keyword)} ${told.limit} items`;
    case 'minimum':
    case 'maximum':
      return `must be at ${boundIn(keyword)} ${told.limit}`;
    case 'uniqueItems':
      return 'must not repeat an item';
    case 'pattern':
    case 'format':
      return examples.length > 0 ? `must look like ${String(examples[0])}` : 'is not valid';
    case 'not':
      return 'must not be blank';
    case 'false schema':
      return 'is not kept in a draft: send it with the submission';
    default:
      return 'is not valid';
  }
}

const boundIn = (keyword: string) => (keyword.startsWith('min') ? 'least' : 'most');

/** `/fields/3/name` as `fields[3].name`. */
function pathOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}
