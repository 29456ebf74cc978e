import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { AccessTokens } from './access-tokens';
import { tokenExpired } from './refusals';
import { type TokenClaims } from './token-claims';

const MOST = 20_000;

/**
 * A token is verified once and then known by its digest until it expires. That the session still
 * lives is asked on every request all the same.
 */
@Injectable()
export class VerifiedTokens {
  private readonly known = new Map<string, TokenClaims>();

  constructor(
    private readonly tokens: AccessTokens,
    private readonly clock: Clock,
  ) {}

  async verify(token: string): Promise<TokenClaims> {
    const digest = hash('sha256', token, 'base64');
    const known = this.known.get(digest);
    if (!known) return this.remember(digest, await this.tokens.verify(token));
    if (known.expiresAt * 1_000 > this.clock.now().getTime()) return known;
    this.known.delete(digest);
    throw tokenExpired();
  }

  private remember(digest: string, claims: TokenClaims): TokenClaims {
    if (this.known.size >= MOST) this.known.delete(this.known.keys().next().value!);
    this.known.set(digest, claims);
    return claims;
  }
}
