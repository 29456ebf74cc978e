import { type LoginFailure } from './login-throttle';

/** Who tries: an account, whether it exists or not, from a place in the network. */
export interface LoginSubject {
  readonly email: string;
  readonly address: string;
}

export interface PastAttempts {
  /** Within the last 24 hours, the newest first; attempts that are still going on are among them. */
  readonly failures: readonly LoginFailure[];
  readonly isTrusted: boolean;
  /** Tells whether another attempt has begun since. */
  readonly mark: string;
}

/** Where nobody has signed in from for so long, somebody else may live by now. */
export const TRUST_DAYS = 90;

export abstract class LoginAttempts {
  abstract past(subject: LoginSubject): Promise<PastAttempts>;
  /**
   * Counts an attempt as failed before it is made, so that no number of parallel ones gets past the count.
   * Null when another one has begun since `past`.
   */
  abstract begin(subject: LoginSubject, past: PastAttempts): Promise<string | null>;
  /** It was no failure after all, nor a success. */
  abstract withdraw(attemptId: string): Promise<void>;
  /** Forgets the failures of this address, and trusts it from now on. */
  abstract succeed(subject: LoginSubject, userId: string): Promise<void>;
}
