import { createHash } from 'node:crypto';

/** Of exactly the text that is embedded: the same hash has the same vector. */
export function contentHashOf(embeddedText: string): Buffer {
  return createHash('sha256').update(embeddedText).digest();
}
