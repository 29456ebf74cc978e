import { hashOf } from '../hashed-features';

const SEED = 7;
const BYTES_PER_TERM = 5;
const MOST_FREQUENCY = 63;

/** A stem as the number that stands for it in stored terms. Two stems in four billion share one. */
export const termKey = (stemmed: string): number => hashOf(stemmed, SEED);

export function packTerms(terms: ReadonlyMap<string, number>): Buffer {
  const bytes = Buffer.allocUnsafe(terms.size * BYTES_PER_TERM);
  let at = 0;
  for (const [stemmed, frequency] of terms) {
    at = bytes.writeUInt32LE(termKey(stemmed), at);
    at = bytes.writeUInt8(Math.min(frequency, MOST_FREQUENCY), at);
  }
  return bytes;
}

export function forEachTerm(bytes: Buffer, visit: (key: number, frequency: number) => void): void {
  for (let at = 0; at + BYTES_PER_TERM <= bytes.length; at += BYTES_PER_TERM) {
    visit(bytes.readUInt32LE(at), bytes.readUInt8(at + 4));
  }
}
