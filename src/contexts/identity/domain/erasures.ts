export interface NewErasure {
  readonly id: string;
  readonly userId: string;
  /** Where the person was a member until now. */
  readonly workspaceIds: readonly string[];
}

export interface OpenErasure extends NewErasure {
  readonly email: string;
}

export abstract class Erasures {
  /** Closes the account and answers its sessions that have ended by it; null when it was closed before. */
  abstract begin(erasure: NewErasure, now: Date): Promise<readonly string[] | null>;
  /** Null when it is completed, or was never begun. */
  abstract findOpen(erasureId: string): Promise<OpenErasure | null>;
  /** Removes the account itself, the last that names the person. */
  abstract complete(erasureId: string, userId: string, now: Date): Promise<void>;
}
