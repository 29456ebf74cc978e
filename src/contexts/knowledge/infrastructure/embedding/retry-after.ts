const MS_OF_UNIT: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** However far away a provider says it is: after an hour it is asked again. */
const LONGEST_MS = 3_600_000;

/** For how long a provider wants to be left alone; null where it does not say. */
export function retryAfterMs(headers: Headers | undefined, now: Date): number | null {
  if (!headers) return null;
  const wanted =
    numberIn(headers.get('retry-after-ms')) ??
    secondsOrDate(headers.get('retry-after'), now) ??
    latestReset(headers);
  return wanted === null ? null : Math.min(LONGEST_MS, Math.max(0, wanted));
}

/** Limits are told with every answer; only this asks for a pause. */
export function asksForPause(headers: Headers | undefined): boolean {
  return headers?.has('retry-after') === true || headers?.has('retry-after-ms') === true;
}

function secondsOrDate(value: string | null, now: Date): number | null {
  const seconds = numberIn(value);
  if (seconds !== null) return seconds * 1_000;
  const date = Date.parse(value ?? '');
  return Number.isNaN(date) ? null : date - now.getTime();
}

/** Which of the limits was hit is not said, so the later one counts. */
function latestReset(headers: Headers): number | null {
  const resets = ['x-ratelimit-reset-requests', 'x-ratelimit-reset-tokens']
    .map((name) => durationIn(headers.get(name)))
    .filter((ms) => ms !== null);
  return resets.length === 0 ? null : Math.max(...resets);
}

/** Such as `6m0s`, `120ms` or `1.5`, which are seconds. */
function durationIn(value: string | null): number | null {
  const seconds = numberIn(value);
  if (seconds !== null) return seconds * 1_000;
  const parts = [...(value ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
  if (parts.length === 0) return null;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * MS_OF_UNIT[unit!]!, 0);
}

function numberIn(value: string | null): number | null {
  return value?.trim() && Number.isFinite(Number(value)) ? Number(value) : null;
}
