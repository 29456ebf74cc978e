import { judgeRefresh, type RefreshFacts } from '../../src/contexts/identity/domain/refresh-verdict';

const NOW = new Date('2026-11-21T10:00:00Z');
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const FRESH: RefreshFacts = {
  rotatedAt: null,
  tokenExpiresAt: at(60),
  sessionExpiresAt: at(60),
  ended: false,
};

describe('A refresh token', () => {
  it.each([
    ['is rotated', {}, 'rotate'],
    ['that was used 10 seconds ago has lost a race', { rotatedAt: at(-10) }, 'raced'],
    ['that was used earlier is stolen', { rotatedAt: at(-10.001) }, 'reused'],
    [
      'that was used earlier is stolen even when its session has ended',
      { rotatedAt: at(-60), ended: true },
      'reused',
    ],
    ['of an ended session is refused', { ended: true }, 'ended'],
    [
      'of an ended session is refused though it has just been used',
      { rotatedAt: at(-1), ended: true },
      'ended',
    ],
    ['expires by idleness', { tokenExpiresAt: NOW }, 'expired'],
    ['expires with its session', { sessionExpiresAt: NOW }, 'expired'],
  ])('%s', (_, facts, verdict) => {
    expect(judgeRefresh({ ...FRESH, ...facts }, NOW)).toBe(verdict);
  });
});
