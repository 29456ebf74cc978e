import { type FieldProblem } from '../../../kernel/domain-error';
import { type FieldType, type FormField, maxLengthOf, MOST_FILES } from './form-fields';

type Bound = 'min' | 'max' | 'minLength' | 'maxLength' | 'options' | 'accept' | 'maxBytes';

const BOUNDS: readonly Bound[] = ['min', 'max', 'minLength', 'maxLength', 'options', 'accept', 'maxBytes'];
const FITTING: Readonly<Record<FieldType, readonly Bound[]>> = {
  text: ['minLength', 'maxLength'],
  textarea: ['minLength', 'maxLength'],
  number: ['min', 'max'],
  select: ['options'],
  multiselect: ['options', 'min', 'max'],
  color: [],
  date: [],
  file: ['accept', 'maxBytes'],
};
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

/** What no schema says of the fields of a form: that they can be told apart, and can be filled in at all. */
export function fieldProblems(fields: readonly FormField[]): FieldProblem[] {
  const problems = fields.flatMap((field, i) => [
    ...nameProblems(fields, i),
    ...misfits(field, i),
    ...contradictions(field, i),
  ]);
  if (fields.filter(({ type }) => type === 'file').length > MOST_FILES)
    problems.push({ path: 'fields', message: `must not ask for more than ${MOST_FILES} files` });
  return problems;
}

function nameProblems(fields: readonly FormField[], i: number): FieldProblem[] {
  const path = `fields[${i}].name`;
  const { name } = fields[i]!;
  // What every object has by birth is refused in any body: nobody could fill such a field in.
  if (!NAME.test(name) || name in Object.prototype)
    return [{ path, message: 'must be a letter, then letters, digits and underscores' }];
  const isTaken = fields.findIndex((other) => other.name === name) < i;
  return isTaken ? [{ path, message: 'must be different from those of the other fields' }] : [];
}

function misfits(field: FormField, i: number): FieldProblem[] {
  const misfit = BOUNDS.filter((bound) => field[bound] !== undefined && !FITTING[field.type].includes(bound));
  return misfit.map((bound) => ({
    path: `fields[${i}].${bound}`,
    message: `does not fit a field of type ${field.type}`,
  }));
}

function contradictions(field: FormField, i: number): FieldProblem[] {
  const found: (FieldProblem | false)[] = [];
  const add = (isWrong: boolean, bound: Bound, message: string) =>
    found.push(isWrong && { path: `fields[${i}].${bound}`, message });
  const { type, min = -Infinity, max = Infinity, minLength = 0, options, accept = [] } = field;
  switch (type) {
    case 'text':
    case 'textarea':
      add(minLength > maxLengthOf(field), 'minLength', 'must not be greater than maxLength');
      break;
    case 'number':
      add(min > max, 'min', 'must not be greater than max');
      break;
    case 'select':
    case 'multiselect':
      add(!options, 'options', 'is required');
      break;
    case 'file':
      add(
        !accept.every((mediaType) => MEDIA_TYPE.test(mediaType)),
        'accept',
        'must hold media types in lower case',
      );
      break;
    case 'color':
    case 'date':
  }
  return [
    ...found.filter((problem) => problem !== false),
    ...(type === 'multiselect' ? countProblems(field, i) : []),
  ];
}

/** Of how many are chosen. */
function countProblems({ min = 0, max, options = [] }: FormField, i: number): FieldProblem[] {
  const most = max ?? options.length;
  const isCount = (n: number) => Number.isInteger(n) && n >= 0;
  if (!isCount(min) || min > options.length)
    return [{ path: `fields[${i}].min`, message: 'must be a number of options' }];
  if (!isCount(most) || most < 1)
    return [{ path: `fields[${i}].max`, message: 'must be a number of options' }];
  return min > most ? [{ path: `fields[${i}].min`, message: 'must not be greater than max' }] : [];
}
