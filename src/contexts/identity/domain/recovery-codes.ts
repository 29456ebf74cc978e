import { createHash, randomBytes } from 'node:crypto';

const CODES = 10;
/** 80 bits, which nobody tries out: so a plain digest may be stored. */
const BYTES = 10;

/** For the day on which the authenticator is lost. Each is good once. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: CODES }, () =>
    randomBytes(BYTES)
      .toString('hex')
      .replace(/(.{5})(?=.)/g, '$1-'),
  );
}

/** However it was written down. */
export function recoveryDigest(code: string): Buffer {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^0-9a-f]/g, ''))
    .digest();
}
