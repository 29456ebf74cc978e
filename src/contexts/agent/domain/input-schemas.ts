import { type JsonSchema } from './tool';

export abstract class InputSchemas {
  /** What keeps a schema from being used; null when nothing does. */
  abstract schemaProblem(schema: JsonSchema): string | null;
  /** What is wrong with the arguments, in words that a model can mend them by; null when nothing is. */
  abstract inputProblem(schema: JsonSchema, input: unknown): string | null;
}
