import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SigningKeys } from './signing-keys';

/** Double submit, bound to the session: a cookie planted from a sibling domain does not help. */
@Injectable()
export class CsrfTokens {
  constructor(private readonly keys: SigningKeys) {}

  tokenFor(sessionId: string): string {
    return this.macOf(sessionId).toString('base64url');
  }

  fits(sessionId: string, token: unknown): boolean {
    if (typeof token !== 'string') return false;
    const given = Buffer.from(token, 'base64url');
    const expected = this.macOf(sessionId);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  private macOf(sessionId: string): Buffer {
    return createHmac('sha256', this.keys.csrf).update(sessionId).digest();
  }
}
