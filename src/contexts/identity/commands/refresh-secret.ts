import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits; the prefix lets scanners of leaked secrets recognise it. */
export function newRefreshSecret(): string {
  return `prt_${randomBytes(32).toString('base64url')}`;
}

/** What is stored: the secret is random, so a plain digest cannot be turned back by guessing. */
export function fingerprintOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
