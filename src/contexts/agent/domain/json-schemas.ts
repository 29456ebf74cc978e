import { type JsonSchema } from './tool';

export abstract class JsonSchemas {
  /** What keeps a schema, a tenant's own or ours, from being compiled; null when nothing does. */
  abstract schemaProblem(schema: JsonSchema): string | null;
  /** What is wrong with a value, in words that a model can mend it by; null when nothing is. */
  abstract valueProblem(schema: JsonSchema, value: unknown): string | null;
}
