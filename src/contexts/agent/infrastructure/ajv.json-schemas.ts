import { Injectable } from '@nestjs/common';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { JsonSchemas } from '../domain/json-schemas';
import { type JsonSchema } from '../domain/tool';

/** Compiling costs a thousand times as much as checking; the schemas of many workspaces are kept, the latest ones longest. */
const MOST_KEPT = 500;
/** They tell the model what is meant; whoever receives the value judges it. */
const ANNOTATIONS = [
  'date',
  'time',
  'date-time',
  'duration',
  'email',
  'uri',
  'uri-reference',
  'uuid',
  'hostname',
];

@Injectable()
export class AjvJsonSchemas extends JsonSchemas {
  private readonly compiled = new Map<string, ValidateFunction>();

  schemaProblem(schema: JsonSchema): string | null {
    try {
      this.validatorOf(schema);
      return null;
    } catch (error) {
      return `is no usable JSON Schema: ${(error as Error).message.slice(0, 300)}`;
    }
  }

  valueProblem(schema: JsonSchema, input: unknown): string | null {
    const validate = this.validatorOf(schema);
    return validate(input) ? null : (validate.errors ?? []).map(describe).join(', ');
  }

  private validatorOf(schema: JsonSchema): ValidateFunction {
    const text = JSON.stringify(schema);
    const known = this.compiled.get(text) ?? strictAjv().compile(withoutDialect(schema));
    this.compiled.delete(text);
    this.compiled.set(text, known);
    if (this.compiled.size > MOST_KEPT) this.compiled.delete(this.compiled.keys().next().value!);
    return known;
  }
}

/** What names a dialect that is not the compiler's own would be refused for the name alone. */
function withoutDialect(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== '$schema'));
}

/** One for each schema: it remembers what it compiles, and with it would remember everything for ever. */
function strictAjv(): Ajv {
  const formats = Object.fromEntries(ANNOTATIONS.map((name) => [name, true as const]));
  return new Ajv({
    strict: true,
    strictTypes: false,
    strictRequired: false,
    allowUnionTypes: true,
    ownProperties: true,
    addUsedSchema: false,
    formats,
    logger: false,
  });
}

function describe({ instancePath, message, params, keyword }: ErrorObject): string {
  const where = instancePath.slice(1).replaceAll('/', '.').slice(0, 100);
  const which =
    keyword === 'additionalProperties'
      ? `: ${String((params as { additionalProperty: string }).additionalProperty).slice(0, 60)}`
      : '';
  return `${where ? `${where} ` : ''}${message ?? 'is not valid'}${which}`;
}
