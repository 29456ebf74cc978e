import { type Role } from './principal';
import { type Scope } from './scopes';

export interface LiveKey {
  readonly role: Role;
  readonly scopes: readonly Scope[];
  /** Milliseconds since 1970; null: good until it is revoked. */
  readonly expiresAt: number | null;
}

export interface PresentedKey {
  readonly workspaceId: string;
  readonly keyId: string;
  readonly digest: Buffer;
}

/** Which API keys are good. Answers may be 5 seconds old, and no older, in every process. */
export abstract class KeyDirectory {
  /** Null when the key is unknown or was revoked. */
  abstract find(key: PresentedKey): Promise<LiveKey | null>;
  /** Makes the next answer a fresh one, here and in every other process. */
  abstract forgetKey(digest: Buffer): void;
}
