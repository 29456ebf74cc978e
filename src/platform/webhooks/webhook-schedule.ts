/** So that a receiver that is down for a night is not lost, nor asked too often. */
const GROWTH = 4;
const LONGEST_SECONDS = 86_400;

/** Half of it is certain, the other half chance: those that failed together do not come back together. */
export function backoffSeconds(attempt: number, backoffMs: number, chance: number): number {
  const seconds = Math.min((backoffMs / 1_000) * GROWTH ** (attempt - 1), LONGEST_SECONDS);
  return seconds * (0.5 + chance / 2);
}

/** What the receiver asks for, in seconds or as a date; never more than a day. Null: nothing that makes sense. */
export function retryAfterSeconds(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const isNumber = /^\d{1,9}$/.test(header);
  // Date.parse takes almost anything for a date: this one names its weekday.
  if (!isNumber && !/^[A-Z][a-z]{2}, /.test(header)) return null;
  const seconds = isNumber ? Number(header) : (Date.parse(header) - now.getTime()) / 1_000;
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 0), LONGEST_SECONDS);
}
