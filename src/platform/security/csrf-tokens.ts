import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SigningKeys } from './signing-keys';

/** Double submit, bound to the session: a cookie planted from a sibling domain does not help. */
@Injectable()
export class CsrfTokens {
  constructor(private readonly keys: SigningKeys) {}

  tokenFor(sessionId: string): string {
    return macOf(sessionId, this.keys.csrf[0]!).toString('base64url');
  }

  fits(sessionId: string, token: unknown): boolean {
    if (typeof token !== 'string') return false;
    const given = Buffer.from(token, 'base64url');
    return this.keys.csrf.some((key) => isEqual(given, macOf(sessionId, key)));
  }
}

function macOf(sessionId: string, key: KeyObject): Buffer {
  return createHmac('sha256', key).update(sessionId).digest();
}

function isEqual(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
