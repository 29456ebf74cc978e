import { type JWTPayload } from 'jose';

export interface TokenClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly securityVersion: number;
  readonly workspaceId: string | null;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

const LONGEST = 4_096;

/**
 * Decoders skip blanks and stray bits, so that one signature would fit many spellings of a token:
 * only the spelling that was issued is taken.
 */
export function isCanonicalToken(token: string): boolean {
  if (token.length > LONGEST) return false;
  const parts = token.split('.');
  return (
    parts.length === 3 && parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)
  );
}

/** Null when a claim is not of the type that we issue. */
export function readClaims(payload: JWTPayload): TokenClaims | null {
  const { sub, sid, ver, wid, iat, exp } = payload;
  if (typeof sub !== 'string' || typeof sid !== 'string' || typeof ver !== 'number') return null;
  if (typeof iat !== 'number' || typeof exp !== 'number') return null;
  if (wid !== null && typeof wid !== 'string') return null;
  return {
    userId: sub,
    sessionId: sid,
    securityVersion: ver,
    workspaceId: wid,
    issuedAt: iat,
    expiresAt: exp,
  };
}
