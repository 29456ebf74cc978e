import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { type FastifyRequest } from 'fastify';
import { ExtractJwt } from 'passport-jwt';
import { CsrfTokens } from './csrf-tokens';
import { NOBODY, type Principal } from './principal';
import { csrfRefused, invalidToken, sessionEnded } from './refusals';
import { RequestStrategy } from './request.strategy';
import { SessionCookies } from './session-cookies';
import { SessionDirectory } from './session-directory';
import { VerifiedTokens } from './verified-tokens';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const fromHeader = ExtractJwt.fromAuthHeaderAsBearerToken() as unknown as (
  request: FastifyRequest,
) => string | null;

/** `Authorization: Bearer` or the access cookie. passport-jwt only finds the token: its verifier is too lenient. */
@Injectable()
export class AccessTokenStrategy extends PassportStrategy(RequestStrategy) {
  constructor(
    private readonly tokens: VerifiedTokens,
    private readonly sessions: SessionDirectory,
    private readonly cookies: SessionCookies,
    private readonly csrf: CsrfTokens,
  ) {
    super();
  }

  async validate(request: FastifyRequest): Promise<Principal | null> {
    const { authorization } = request.headers;
    const token =
      authorization === undefined ? this.cookies.accessToken(request) : bearerToken(request, authorization);
    if (token === undefined) return null;
    const { userId, sessionId, securityVersion, workspaceId } = await this.tokens.verify(token);
    const session = await this.sessions.find(sessionId);
    if (session?.userId !== userId || session.securityVersion !== securityVersion) throw sessionEnded();
    if (authorization === undefined) this.refuseForgery(request, sessionId);
    const { isStrong, isAdministrator, authenticatedAt } = session;
    const person = { userId, sessionId, workspaceId, isStrong, isAdministrator };
    return { ...NOBODY, ...person, kind: 'user', authenticatedAt: new Date(authenticatedAt) };
  }

  /** A browser adds cookies to requests that other sites start; what other sites cannot do is read the csrf cookie. */
  private refuseForgery({ method, headers }: FastifyRequest, sessionId: string): void {
    if (!SAFE_METHODS.has(method) && !this.csrf.fits(sessionId, headers['x-csrf-token'])) throw csrfRefused();
  }
}

function bearerToken(request: FastifyRequest, authorization: string): string {
  const token = fromHeader(request);
  // The extractor would drop whatever follows the token.
  if (!token || !authorization.endsWith(` ${token}`)) throw invalidToken();
  return token;
}
