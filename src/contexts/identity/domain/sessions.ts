import { type RefreshFacts } from './refresh-verdict';

export type EndReason =
  'signed_out' | 'ended_elsewhere' | 'displaced' | 'refresh_token_reused' | 'password_changed';

/** From where a session was last used: shown to its person, never a condition. */
interface Whereabouts {
  readonly userAgent: string | null;
  readonly address: string | null;
}

/** Where a refresh comes from; `hasMoved` when that is not where the one before came from. */
export interface Sighting extends Whereabouts {
  readonly hasMoved: boolean;
}

export interface NewSession extends Whereabouts {
  readonly id: string;
  readonly userId: string;
  /** What the account stood at when it was checked who signs in. */
  readonly securityVersion: number;
  readonly workspaceId: string | null;
  /** Whether a second factor was shown. */
  readonly isStrong: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface NewRefreshToken {
  readonly id: string;
  readonly fingerprint: Buffer;
  readonly issuedAt: Date;
  /** Never later than the session's own end. */
  readonly expiresAt: Date;
}

export interface PresentedToken extends RefreshFacts, Whereabouts {
  readonly tokenId: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly securityVersion: number;
  readonly workspaceId: string | null;
}

export interface OwnSession {
  readonly sessionId: string;
  readonly userId: string;
}

/** A session is a family of refresh tokens, of which one at a time is good. */
export abstract class Sessions {
  /** A person has only so many sessions: one more ends the one that was used least recently. */
  abstract open(session: NewSession, token: NewRefreshToken): Promise<void>;
  abstract findByToken(fingerprint: Buffer): Promise<PresentedToken | null>;
  /** False when somebody else rotated this token first, or the session has ended. */
  abstract rotate(presented: PresentedToken, next: NewRefreshToken, seen: Sighting): Promise<boolean>;
  /** Stands the session in another workspace, with a new token; false when it has ended. */
  abstract move(sessionId: string, workspaceId: string, next: NewRefreshToken): Promise<boolean>;
  /** False when there is no such live session, or it is not the owner's. */
  abstract end(sessionId: string, reason: EndReason, now: Date, owner?: string): Promise<boolean>;
  /** The person has shown again who they are; false when the session has ended. */
  abstract authenticate(session: OwnSession, isStrong: boolean, now: Date): Promise<boolean>;
  /** Answers with those that it ended. */
  abstract endOthers(userId: string, sessionId: string, now: Date): Promise<readonly string[]>;
}
