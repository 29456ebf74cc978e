import { type User } from './user';

export interface Credentials {
  readonly userId: string;
  readonly passwordHash: string | null;
  readonly securityVersion: number;
}

/** What a new account starts with. */
export const FIRST_SECURITY_VERSION = 1;

export abstract class Users {
  /** Refuses an e-mail address that has an account. */
  abstract add(user: User, workspaceId: string): Promise<void>;
  abstract findCredentials(email: string): Promise<Credentials | null>;
}
