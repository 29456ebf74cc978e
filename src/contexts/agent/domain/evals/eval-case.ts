import { type JsonSchema } from '../tool';

/** What has to hold of every answer, whatever was asked. */
export type PolicyName = 'cites_a_source' | 'links_only_to_sources' | 'tells_no_personal_data';

/** One question, and by what its answer is judged. What it does not name is not looked at. */
export interface EvalCase {
  readonly input: string;
  readonly expected?: string;
  /** How the answer has to match what is expected; without it, it has to contain it. */
  readonly match?: 'exact' | 'contains';
  /** Documents by their title, id or address. */
  readonly mustCite?: readonly string[];
  /** In words, for a model to judge by. */
  readonly rubric?: string;
  readonly schema?: JsonSchema;
  readonly policies?: readonly PolicyName[];
}

export const MOST_CASES = 500;
