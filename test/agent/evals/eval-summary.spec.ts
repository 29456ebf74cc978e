import { compare } from '../../../src/contexts/agent/domain/evals/eval-result';
import { summarise } from '../../../src/contexts/agent/domain/evals/eval-summary';
import { anOutcome, aResult } from './builders';

describe('the summary of an eval run', () => {
  it('is the mean of the cases, and passes at the threshold [EV-01]', () => {
    const results = [aResult(anOutcome(1)), aResult(anOutcome(0.6))];
    expect(summarise(results, 0.8)).toMatchObject({ score: 0.8, passed: true });
    expect(summarise(results, 0.81)).toMatchObject({ score: 0.8, passed: false });
  });

  it('counts a case that failed as nothing, and one that was not judged not at all [EV-01]', () => {
    const failed = anOutcome(0, { answer: null, scores: [], error: 'It broke' });
    const unjudged = anOutcome(null, { scores: [{ scorer: 'judge', value: null, reason: 'not judged' }] });
    expect(summarise([aResult(anOutcome(1)), aResult(failed), aResult(unjudged)], 0.5)).toMatchObject({
      score: 0.5,
      failures: 1,
      scorers: [
        { scorer: 'contains', mean: 1, judged: 1, notJudged: 0 },
        { scorer: 'judge', mean: null, judged: 0, notJudged: 1 },
      ],
    });
  });

  it('has not passed where nothing was judged [EV-01]', () => {
    expect(summarise([aResult(anOutcome(null))], 0)).toMatchObject({ score: null, passed: false });
  });

  it('compares two versions case by case [EV-01]', () => {
    const pair = (mine: number | null, other: number | null) => {
      const [outcome, baseline] = [anOutcome(mine), anOutcome(other)];
      return aResult(outcome, { baseline, comparison: compare(outcome, baseline) });
    };
    const results = [pair(1, 0), pair(0.1 + 0.2, 0.3), pair(0, 0.5), pair(null, 1)];
    expect(results.map(({ comparison }) => comparison)).toEqual(['better', 'same', 'worse', null]);
    expect(summarise(results, 0.5).comparison).toEqual({ better: 1, worse: 1, same: 1, baselineScore: 0.45 });
  });
});
