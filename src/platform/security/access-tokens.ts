import { type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { Settings } from '../../../config/settings';
import { Clock } from '../../kernel/clock';
import { Ids } from '../../kernel/ids';
import { type Role } from './principal';
import { invalidToken, tokenExpired } from './refusals';
import { SigningKeys } from './signing-keys';
import { isCanonicalToken, readClaims, type TokenClaims } from './token-claims';

const TYPE = 'at+jwt';
const ISSUER = 'parley';
const AUDIENCE = 'parley-api';
const CLAIMS = ['sub', 'sid', 'ver', 'jti', 'iat', 'exp'];
/** How far the clocks of two instances may be apart. */
const CLOCK_SKEW_SECONDS = 60;

export interface AccessGrant {
  readonly userId: string;
  readonly sessionId: string;
  readonly securityVersion: number;
  readonly workspaceId: string | null;
  /** For the client's eyes: the guards ask the directory and believe no token. */
  readonly role: Role | null;
}

@Injectable()
export class AccessTokens {
  readonly lifetimeSeconds: number;

  constructor(
    private readonly keys: SigningKeys,
    private readonly clock: Clock,
    private readonly ids: Ids,
    settings: Settings,
  ) {
    this.lifetimeSeconds = settings.auth.accessTokenSeconds;
  }

  issue({ userId, sessionId, securityVersion, workspaceId, role }: AccessGrant): Promise<string> {
    const now = this.seconds();
    const { id: kid, signing } = this.keys.tokens[0]!;
    return new SignJWT({ sid: sessionId, ver: securityVersion, wid: workspaceId, role })
      .setProtectedHeader({ alg: this.keys.algorithm, typ: TYPE, kid })
      .setSubject(userId)
      .setJti(this.ids.next())
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(now)
      .setExpirationTime(now + this.lifetimeSeconds)
      .sign(signing);
  }

  /** Everything that RFC 8725 asks for; what jose leaves open is checked before and after it. */
  async verify(token: string): Promise<TokenClaims> {
    if (!isCanonicalToken(token)) throw invalidToken();
    try {
      const { payload } = await jwtVerify(token, this.keyOf(token), {
        algorithms: [this.keys.algorithm],
        typ: TYPE,
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: CLAIMS,
        currentDate: this.clock.now(),
      });
      const claims = readClaims(payload);
      if (!claims || claims.issuedAt > this.seconds() + CLOCK_SKEW_SECONDS) throw invalidToken();
      return claims;
    } catch (error) {
      throw error instanceof errors.JWTExpired ? tokenExpired() : invalidToken();
    }
  }

  /** The token only names its key; it is one of ours or none. */
  private keyOf(token: string): KeyObject {
    const { kid } = decodeProtectedHeader(token);
    const named = this.keys.tokens.find(({ id }) => id === kid);
    if (!named) throw invalidToken();
    return named.verifying;
  }

  private seconds(): number {
    return Math.floor(this.clock.now().getTime() / 1_000);
  }
}
