import { type FieldProblem } from '../../../kernel/domain-error';
import { type JsonSchema } from './tool';

/** Holds values against a schema of ours, draft 2020-12; one problem a place, in words for people. */
export abstract class FormValidation {
  /** Also what cannot be stored is a problem, whatever the schema says. */
  abstract problems(schema: JsonSchema, values: unknown): readonly FieldProblem[];
}
