import { type EvalAnswer } from './eval-answer';
import { type Score } from './score';

/** How one version did on one case. */
export interface CaseOutcome {
  /** Null: there was none. */
  readonly answer: EvalAnswer | null;
  readonly scores: readonly Score[];
  /** The mean of the scores that count; null: none does. Without an answer it is 0. */
  readonly score: number | null;
  readonly error: string | null;
  readonly milliseconds: number;
}

export type Comparison = 'better' | 'worse' | 'same';

export interface EvalResult {
  readonly ordinal: number;
  readonly input: string;
  readonly outcome: CaseOutcome;
  /** Of the version that it is compared with. */
  readonly baseline: CaseOutcome | null;
  readonly comparison: Comparison | null;
}

/** Below this, two scores differ by no more than the order of their addition. */
const NOTHING = 1e-9;

export function meanOf(values: readonly (number | null)[]): number | null {
  const counted = values.filter((value) => value !== null);
  return counted.length === 0 ? null : counted.reduce((sum, value) => sum + value, 0) / counted.length;
}

/** Null where one of them has no score to compare. */
export function compare(outcome: CaseOutcome, baseline: CaseOutcome): Comparison | null {
  if (outcome.score === null || baseline.score === null) return null;
  const gain = outcome.score - baseline.score;
  if (Math.abs(gain) < NOTHING) return 'same';
  return gain > 0 ? 'better' : 'worse';
}
