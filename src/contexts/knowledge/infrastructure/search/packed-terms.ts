import { hashOf } from '../hashed-features';

const SEED = 7;
const MOST_FREQUENCY = 63;
/** Five bytes a term, key and frequency, is the form before stems were kept: its length is a multiple of five, */
const OLD_BYTES_PER_TERM = 5;
/** and that of this form never is: one more byte at its end sees to that. It starts with the number of its version. */
const VERSION = 2;
const BYTES_BEFORE_STEM = 6;
/** A longer word is nobody's misspelling: its key alone is kept. */
const LONGEST_STEM_BYTES = 40;

/** A stem as the number that stands for it in stored terms. Two stems in four billion share one. */
export const termKey = (stemmed: string): number => hashOf(stemmed, SEED);

/** For each term: its key, its frequency, the length of its stem, and the stem. */
export function packTerms(terms: ReadonlyMap<string, number>): Buffer {
  const stems = [...terms.keys()].map(keptBytes);
  const length = 1 + stems.reduce((sum, stemmed) => sum + BYTES_BEFORE_STEM + stemmed.length, 0);
  const bytes = Buffer.alloc(length % OLD_BYTES_PER_TERM === 0 ? length + 1 : length);
  let at = bytes.writeUInt8(VERSION, 0);
  let next = 0;
  for (const [stemmed, frequency] of terms) {
    const kept = stems[next++]!;
    at = bytes.writeUInt32LE(termKey(stemmed), at);
    at = bytes.writeUInt8(Math.min(frequency, MOST_FREQUENCY), at);
    at = bytes.writeUInt8(kept.length, at);
    at += kept.copy(bytes, at);
  }
  return bytes;
}

/** The stem lies at `start` to `end` of the bytes; nothing lies there where none was kept. */
type TermVisitor = (key: number, frequency: number, start: number, end: number) => void;

export function forEachTerm(bytes: Buffer, visit: TermVisitor): void {
  if (bytes.length % OLD_BYTES_PER_TERM === 0) return forEachOldTerm(bytes, visit);
  let at = 1;
  while (at + BYTES_BEFORE_STEM <= bytes.length) {
    const start = at + BYTES_BEFORE_STEM;
    const end = start + bytes[at + 5]!;
    visit(bytes.readUInt32LE(at), bytes[at + 4]!, start, end);
    at = end;
  }
}

function forEachOldTerm(bytes: Buffer, visit: TermVisitor): void {
  for (let at = 0; at < bytes.length; at += OLD_BYTES_PER_TERM) {
    visit(bytes.readUInt32LE(at), bytes[at + 4]!, at, at);
  }
}

function keptBytes(stemmed: string): Buffer {
  const bytes = Buffer.from(stemmed, 'utf8');
  return bytes.length > LONGEST_STEM_BYTES ? Buffer.alloc(0) : bytes;
}
