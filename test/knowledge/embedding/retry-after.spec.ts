import { retryAfterMs } from '../../../src/contexts/knowledge/infrastructure/embedding/retry-after';

const NOW = new Date('2026-11-24T12:00:00Z');

describe('how long a provider wants to be left alone', () => {
  it.each([
    ['seconds', { 'retry-after': '2' }, 2_000],
    ['a fraction of a second', { 'retry-after': '0.5' }, 500],
    ['a date', { 'retry-after': 'Tue, 24 Nov 2026 12:00:30 GMT' }, 30_000],
    ['a date that has passed', { 'retry-after': 'Tue, 24 Nov 2026 11:00:00 GMT' }, 0],
    ['milliseconds, which are finer', { 'retry-after': '1', 'retry-after-ms': '120' }, 120],
    ['the reset of one limit', { 'x-ratelimit-reset-requests': '1.2s' }, 1_200],
    [
      'the later of two resets',
      { 'x-ratelimit-reset-requests': '120ms', 'x-ratelimit-reset-tokens': '6m0s' },
      360_000,
    ],
    ['a pause and resets', { 'retry-after': '1', 'x-ratelimit-reset-tokens': '1m' }, 1_000],
    ['a month, which is too long to believe', { 'retry-after': '2592000' }, 3_600_000],
    ['nonsense', { 'retry-after': 'soon', 'x-ratelimit-reset-requests': 'later' }, null],
    ['nothing', {}, null],
  ])('is read from %s [KN-14]', (_, headers, expected) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>), NOW)).toBe(expected);
  });
});
