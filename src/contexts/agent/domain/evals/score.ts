import { type EvalAnswer } from './eval-answer';
import { type EvalCase } from './eval-case';

export type ScorerName = 'exact' | 'contains' | 'citation' | 'schema' | 'policy' | 'judge';

export interface Score {
  readonly scorer: ScorerName;
  /** From 0 to 1; null: it was not judged, and does not count. */
  readonly value: number | null;
  readonly reason: string;
}

/** Null: the case does not ask for it. */
export type Scorer = (evalCase: EvalCase, answer: EvalAnswer) => Score | null;
