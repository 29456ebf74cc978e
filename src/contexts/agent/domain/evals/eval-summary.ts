import { type CaseOutcome, type Comparison, type EvalResult, meanOf } from './eval-result';
import { type ScorerName } from './score';

interface ScorerSummary {
  readonly scorer: ScorerName;
  /** Null: it has judged nothing. */
  readonly mean: number | null;
  readonly judged: number;
  readonly notJudged: number;
}

export interface EvalSummary {
  /** Each case weighs the same; null: no case has a score. */
  readonly score: number | null;
  readonly passed: boolean;
  readonly failures: number;
  readonly scorers: readonly ScorerSummary[];
  readonly comparison:
    (Readonly<Record<Comparison, number>> & { readonly baselineScore: number | null }) | null;
}

/** What has no score at all has not passed: nothing was shown. */
export function summarise(results: readonly EvalResult[], threshold: number): EvalSummary {
  const outcomes = results.map(({ outcome }) => outcome);
  const score = meanOf(outcomes.map((outcome) => outcome.score));
  return {
    score,
    passed: score !== null && score >= threshold,
    failures: outcomes.filter(({ error }) => error !== null).length,
    scorers: scorersOf(outcomes),
    comparison: comparisonOf(results),
  };
}

function scorersOf(outcomes: readonly CaseOutcome[]): ScorerSummary[] {
  const scores = outcomes.flatMap((outcome) => outcome.scores);
  const names = [...new Set(scores.map(({ scorer }) => scorer))].sort();
  return names.map((name) => {
    const values = scores.filter(({ scorer }) => scorer === name).map(({ value }) => value);
    const judged = values.filter((value) => value !== null).length;
    return { scorer: name, mean: meanOf(values), judged, notJudged: values.length - judged };
  });
}

function comparisonOf(results: readonly EvalResult[]): EvalSummary['comparison'] {
  const baselines = results.flatMap(({ baseline }) => baseline ?? []);
  if (baselines.length === 0) return null;
  const count = (wanted: Comparison) => results.filter(({ comparison }) => comparison === wanted).length;
  const baselineScore = meanOf(baselines.map(({ score }) => score));
  return { better: count('better'), worse: count('worse'), same: count('same'), baselineScore };
}
