import {
  LEAST_RUNS,
  reasonToRollBack,
  type VersionRecord,
} from '../../src/contexts/agent/domain/canary-judgement';

const record = (more: Partial<VersionRecord> = {}): VersionRecord => ({
  runs: 100,
  failures: 2,
  thumbsDown: 3,
  confidence: { mean: 0.7, variance: 0.04 },
  ...more,
});

describe('A version on trial', () => {
  it.each<[string, Partial<VersionRecord>, Partial<VersionRecord>?]>([
    ['failed runs', { failures: 20 }],
    ['thumbs down', { thumbsDown: 25 }],
    ['low confidence', { confidence: { mean: 0.5, variance: 0.04 } }],
    [
      'low confidence',
      { confidence: { mean: 0.69, variance: 0 } },
      { confidence: { mean: 0.7, variance: 0 } },
    ],
  ])('has to go for significantly more %s [AG-36]', (what, trial, stable = {}) => {
    expect(reasonToRollBack(record(trial), record(stable))).toContain(what);
  });

  it.each([
    ['does as well', record()],
    ['does better', record({ failures: 0, thumbsDown: 0, confidence: { mean: 0.9, variance: 0.04 } })],
    ['does somewhat worse', record({ failures: 5, confidence: { mean: 0.66, variance: 0.04 } })],
    ['has not run often enough', record({ runs: LEAST_RUNS - 1, failures: LEAST_RUNS - 1 })],
  ])('stays when it %s', (_, trial) => expect(reasonToRollBack(trial, record())).toBeNull());
});
