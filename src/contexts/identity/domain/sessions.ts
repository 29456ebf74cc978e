import { type RefreshFacts } from './refresh-verdict';

export type EndReason = 'signed_out' | 'refresh_token_reused';

export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly workspaceId: string | null;
  readonly userAgent: string | null;
  readonly address: string | null;
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

export interface PresentedToken extends RefreshFacts {
  readonly tokenId: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly securityVersion: number;
  readonly workspaceId: string | null;
}

/** A session is a family of refresh tokens, of which one at a time is good. */
export abstract class Sessions {
  abstract open(session: NewSession, token: NewRefreshToken): Promise<void>;
  abstract findByToken(fingerprint: Buffer): Promise<PresentedToken | null>;
  /** False when somebody else rotated this token first, or the session has ended. */
  abstract rotate(tokenId: string, next: NewRefreshToken): Promise<boolean>;
  /** Stands the session in another workspace, with a new token; false when it has ended. */
  abstract move(sessionId: string, workspaceId: string, next: NewRefreshToken): Promise<boolean>;
  abstract end(sessionId: string, reason: EndReason, now: Date): Promise<void>;
}
