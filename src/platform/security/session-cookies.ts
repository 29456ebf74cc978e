import { type CookieSerializeOptions } from '@fastify/cookie';
import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { Settings } from '../../../config/settings';
import { CsrfTokens } from './csrf-tokens';

export interface SessionSecrets {
  readonly sessionId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
}

/**
 * Browsers keep a session in cookies that no script can read, beside one that scripts echo against
 * forged requests. In production they are Secure and bound to this host by the `__Host-` prefix;
 * elsewhere they have plain names and work over plain http.
 */
@Injectable()
export class SessionCookies {
  private readonly prefix: string;
  private readonly options: CookieSerializeOptions;

  constructor(
    private readonly settings: Settings,
    private readonly csrf: CsrfTokens,
  ) {
    const secure = settings.mode === 'production';
    this.prefix = secure ? '__Host-' : '';
    this.options = { path: '/', sameSite: 'strict', httpOnly: true, secure };
  }

  set(reply: FastifyReply, { sessionId, accessToken, refreshToken }: SessionSecrets): void {
    const { accessTokenSeconds, refreshTokenSeconds: maxAge } = this.settings.auth;
    reply.setCookie(this.access, accessToken, { ...this.options, maxAge: accessTokenSeconds });
    reply.setCookie(this.refresh, refreshToken, { ...this.options, maxAge });
    reply.setCookie(this.echoed, this.csrf.tokenFor(sessionId), { ...this.options, httpOnly: false, maxAge });
  }

  clear(reply: FastifyReply): void {
    for (const name of [this.access, this.refresh, this.echoed]) reply.clearCookie(name, this.options);
  }

  accessToken(request: FastifyRequest): string | undefined {
    return request.cookies?.[this.access];
  }

  refreshToken(request: FastifyRequest): string | undefined {
    return request.cookies?.[this.refresh];
  }

  private get access(): string {
    return `${this.prefix}access_token`;
  }

  private get refresh(): string {
    return `${this.prefix}refresh_token`;
  }

  private get echoed(): string {
    return `${this.prefix}csrf`;
  }
}
