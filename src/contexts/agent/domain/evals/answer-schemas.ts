import { type JsonSchema } from '../tool';

export abstract class AnswerSchemas {
  /** What keeps a schema from being used; null when nothing does. */
  abstract flawOf(schema: JsonSchema): string | null;
  /** What is wrong with a value; null when nothing is. */
  abstract problemWith(schema: JsonSchema, value: unknown): string | null;
}
