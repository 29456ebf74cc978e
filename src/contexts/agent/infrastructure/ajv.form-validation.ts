import { Injectable } from '@nestjs/common';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020';
import { fullFormats } from 'ajv-formats/dist/formats';
import { type FieldProblem } from '../../../kernel/domain-error';
import { jsonObjectProblem } from '../../../platform/http/json-rules';
import { MOST_FORM_BYTES } from '../commands/form-limits';
import { MOST_OPTIONS } from '../domain/form-fields';
import { FormValidation } from '../domain/form-validation';
import { type JsonSchema } from '../domain/tool';
import { wordsForProblem } from './form-problem-words';

const storageProblem = jsonObjectProblem(MOST_FORM_BYTES);

@Injectable()
export class AjvFormValidation extends FormValidation {
  problems(schema: JsonSchema, values: unknown): readonly FieldProblem[] {
    const unstorable = storageProblem(values);
    if (unstorable) return [{ path: '', message: unstorable }];
    const tooLong = tooLongLists(values as object);
    if (tooLong.length > 0) return tooLong;
    const validate = newAjv().compile(schema);
    return validate(values) ? [] : onePerPlace(validate.errors ?? []);
  }
}

/** One for each schema: it remembers what it compiles, and with it would remember every form for ever. */
function newAjv(): Ajv2020 {
  return new Ajv2020({
    strict: true,
    allErrors: true,
    verbose: true,
    ownProperties: true,
    validateSchema: false,
    addUsedSchema: false,
    formats: { date: fullFormats.date },
    logger: false,
  });
}

/** All problems are told, and a list that nothing allows could have a hundred thousand of them. */
function tooLongLists(values: object): FieldProblem[] {
  return Object.entries(values)
    .filter(([, value]) => Array.isArray(value) && value.length > MOST_OPTIONS)
    .map(([path]) => ({ path, message: `must have at most ${MOST_OPTIONS} items` }));
}

function onePerPlace(errors: readonly ErrorObject[]): FieldProblem[] {
  const first = new Map<string, string>();
  for (const error of errors) {
    const { path, message } = wordsForProblem(error);
    if (!first.has(path)) first.set(path, message);
  }
  return [...first].map(([path, message]) => ({ path, message }));
}
