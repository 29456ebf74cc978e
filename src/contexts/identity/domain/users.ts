import { type User } from './user';

export interface Credentials {
  readonly userId: string;
  readonly passwordHash: string | null;
  readonly securityVersion: number;
}

export interface Account extends Credentials {
  readonly email: string;
  readonly name: string;
}

export interface NewPassword {
  readonly userId: string;
  readonly email: string;
  readonly passwordHash: string;
  /** What the account stood at when the change was allowed: every change raises it. */
  readonly securityVersion: number;
  /** The link that allows it; used up by it. */
  readonly linkId: string | null;
}

/** What a new account starts with. */
export const FIRST_SECURITY_VERSION = 1;

export abstract class Users {
  /** Refuses an e-mail address that has an account. */
  abstract add(user: User, workspaceId: string): Promise<void>;
  abstract findByEmail(email: string): Promise<Account | null>;
  abstract find(userId: string): Promise<Account | null>;
  /**
   * Ends every session and every link of the person, tells them by mail, and answers with the sessions.
   * Refuses when somebody else changed the account, or used the link, first.
   */
  abstract changePassword(change: NewPassword): Promise<readonly string[]>;
  /** The same password under a better hash: nothing else changes. */
  abstract rehash(credentials: Credentials, passwordHash: string): Promise<void>;
}
