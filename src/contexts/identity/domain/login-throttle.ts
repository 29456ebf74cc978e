export const FAILURES_COUNT_MS = 24 * 3_600_000;

const FIRST_LOCK_AT = 5;
const FIRST_LOCK_MS = 60_000;
const CAPTCHA_AT = 3;
/** Failures of the whole account, from where on addresses that nobody ever signed in from have one try. */
const STRANGERS_SLOW_AT = 20;
/** And from where on they have none: NIST SP 800-63B allows no more wrong guesses than this. */
const STRANGERS_STOP_AT = 100;

export interface LoginFailure {
  readonly at: Date;
  /** From the address that is trying now. */
  readonly isHere: boolean;
}

export interface LoginFacts {
  /** All failures of the account in the last 24 hours, the newest first. */
  readonly failures: readonly LoginFailure[];
  /** Somebody has signed in to this account from this address. */
  readonly isTrusted: boolean;
  readonly captcha: 'not_available' | 'missing' | 'solved';
}

export type LoginVerdict =
  | { readonly kind: 'admitted' }
  | { readonly kind: 'captcha_required' }
  | { readonly kind: 'locked'; readonly until: Date };

const ADMITTED: LoginVerdict = { kind: 'admitted' };
const CAPTCHA_REQUIRED: LoginVerdict = { kind: 'captcha_required' };

/**
 * Locks pairs of account and address, so that a stranger's failures never lock out the owner. Who has
 * many addresses is stopped by the account's own count, which in turn does not touch the addresses
 * that the account is known to be used from.
 */
export function judgeLogin(facts: LoginFacts, now: Date): LoginVerdict {
  const here = facts.failures.filter(({ isHere }) => isHere);
  const until = later(lockOf(here), strangersLock(facts, here));
  if (until && until > now) return { kind: 'locked', until };
  const stopped = !facts.isTrusted && facts.failures.length >= STRANGERS_STOP_AT;
  return facts.captcha === 'missing' && (stopped || here.length >= CAPTCHA_AT) ? CAPTCHA_REQUIRED : ADMITTED;
}

/** Whether a failure has just begun a lock, or prolonged it. */
export function beginsLock(failuresBefore: readonly LoginFailure[]): boolean {
  return failuresBefore.filter(({ isHere }) => isHere).length + 1 >= FIRST_LOCK_AT;
}

/** A minute, and double that with each further failure, up to a day. */
function lockOf(here: readonly LoginFailure[]): Date | null {
  if (here.length < FIRST_LOCK_AT) return null;
  const ms = Math.min(FIRST_LOCK_MS * 2 ** (here.length - FIRST_LOCK_AT), FAILURES_COUNT_MS);
  return new Date(here[0]!.at.getTime() + ms);
}

function strangersLock(
  { failures, isTrusted, captcha }: LoginFacts,
  here: readonly LoginFailure[],
): Date | null {
  if (isTrusted) return null;
  const stop = captcha === 'not_available' ? fewerThan(STRANGERS_STOP_AT, failures) : null;
  if (here.length === 0) return stop;
  const slow = fewerThan(STRANGERS_SLOW_AT, failures);
  return later(stop, slow && earlier(slow, fewerThan(1, here)!));
}

/** When so many have become too old to count that fewer than `count` are left. */
function fewerThan(count: number, failures: readonly LoginFailure[]): Date | null {
  const decisive = failures[count - 1];
  return decisive ? new Date(decisive.at.getTime() + FAILURES_COUNT_MS) : null;
}

function later(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b;
  return a > b ? a : b;
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}
