/** What became of the turns that one version has answered since a trial began. */
export interface VersionRecord {
  readonly runs: number;
  readonly failures: number;
  readonly thumbsDown: number;
  readonly confidence: { readonly mean: number; readonly variance: number };
}

/** Of each version, before anybody is judged. */
export const LEAST_RUNS = 30;
/** One in seven hundred by chance alone: so strict, because it is looked at again and again. */
const SIGNIFICANT_Z = 3;

/**
 * Why the version on trial has to go; null: nothing speaks against it. Shares are compared by the two-proportion z-test
 * with a pooled variance, confidence by Welch's statistic; both one-sided, as only worse is a reason.
 */
export function reasonToRollBack(trial: VersionRecord, stable: VersionRecord): string | null {
  if (Math.min(trial.runs, stable.runs) < LEAST_RUNS) return null;
  const z = {
    'failed runs': excessOf(trial.failures, trial.runs, stable.failures, stable.runs),
    'thumbs down': excessOf(trial.thumbsDown, trial.runs, stable.thumbsDown, stable.runs),
    'low confidence': lossOf(trial, stable),
  };
  const [worst] = Object.entries(z)
    .filter(([, value]) => value > SIGNIFICANT_Z)
    .sort(([, a], [, b]) => b - a);
  return worst
    ? `Significantly more ${worst[0]} than the version before (z = ${worst[1].toFixed(1)}).`
    : null;
}

function excessOf(count: number, of: number, otherCount: number, ofOther: number): number {
  const pooled = (count + otherCount) / (of + ofOther);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / of + 1 / ofOther));
  return deviation === 0 ? 0 : (count / of - otherCount / ofOther) / deviation;
}

function lossOf(trial: VersionRecord, stable: VersionRecord): number {
  const loss = stable.confidence.mean - trial.confidence.mean;
  const deviation = Math.sqrt(
    trial.confidence.variance / trial.runs + stable.confidence.variance / stable.runs,
  );
  if (deviation > 0) return loss / deviation;
  return loss > 0 ? Number.MAX_SAFE_INTEGER : 0;
}
