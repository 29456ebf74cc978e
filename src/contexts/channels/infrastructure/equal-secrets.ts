import { createHash, timingSafeEqual } from 'node:crypto';

/** In constant time whatever their lengths: it is their digests that are compared. */
export function areEqualSecrets(one: string, other: string): boolean {
  return timingSafeEqual(digestOf(one), digestOf(other));
}

const digestOf = (text: string) => createHash('sha256').update(text).digest();
