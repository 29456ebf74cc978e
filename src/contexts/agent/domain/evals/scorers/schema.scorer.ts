import { type JsonSchemas } from '../../json-schemas';
import { type EvalAnswer } from '../eval-answer';
import { type EvalCase } from '../eval-case';
import { type Score } from '../score';

const FENCED = /^```(?:json)?\s*\n([\s\S]*?)\n?```$/;

/** The answer read as JSON, with or without the fence that models like to put around it. */
export function schemaScore({ schema }: EvalCase, { reply }: EvalAnswer, schemas: JsonSchemas): Score | null {
  if (schema === undefined) return null;
  const read = parsed(reply);
  if (!read) return { scorer: 'schema', value: 0, reason: 'The answer is no JSON.' };
  const problem = schemas.valueProblem(schema, read.value);
  return {
    scorer: 'schema',
    value: problem === null ? 1 : 0,
    reason:
      problem === null ? 'The answer fits the schema.' : `The answer does not fit the schema: ${problem}.`,
  };
}

function parsed(reply: string): { readonly value: unknown } | null {
  const text = reply.trim();
  try {
    return { value: JSON.parse(FENCED.exec(text)?.[1] ?? text) };
  } catch {
    return null;
  }
}
