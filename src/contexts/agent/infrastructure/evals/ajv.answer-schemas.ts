import { Injectable } from '@nestjs/common';
import { Ajv, type ErrorObject } from 'ajv';
import { AnswerSchemas } from '../../domain/evals/answer-schemas';
import { foreignKeywordIn } from '../../domain/evals/understood-schema';
import { type JsonSchema } from '../../domain/tool';

/** Compiles anew each time: a schema is used a few times an hour, and what is kept would be kept for ever. */
@Injectable()
export class AjvAnswerSchemas extends AnswerSchemas {
  flawOf(schema: JsonSchema): string | null {
    const foreign = foreignKeywordIn(schema);
    if (foreign) return foreign;
    try {
      compile(schema);
      return null;
    } catch (error) {
      return `is no usable JSON Schema: ${(error as Error).message.slice(0, 200)}`;
    }
  }

  problemWith(schema: JsonSchema, value: unknown): string | null {
    const validate = compile(schema);
    return validate(value) ? null : describe(validate.errors![0]!);
  }
}

function compile(schema: JsonSchema) {
  // What names a dialect that is not the compiler's own would be refused for the name alone.
  const rest = Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== '$schema'));
  return new Ajv({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    ownProperties: true,
    addUsedSchema: false,
    logger: false,
  }).compile(rest);
}

function describe({ instancePath, message }: ErrorObject): string {
  const where = instancePath.slice(1).replaceAll('/', '.').slice(0, 100);
  return `${where ? `${where} ` : ''}${message ?? 'is not valid'}`;
}
