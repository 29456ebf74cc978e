import { type Likeness, Misspelling, toleratedMistakes, trigramsOf } from '../../domain/spelling';
import { hashOf } from '../hashed-features';
import { withRoomFor } from './growing-array';

const FIRST_STEMS = 256;
const FIRST_BYTES = 4_096;
const SEED = 11;

export interface SimilarStem extends Likeness {
  readonly stem: string;
}

interface Signature {
  readonly low: number;
  readonly high: number;
}

/**
 * The different stems of a workspace, spelled out, end to end in one array. Each has a signature, a bit for each of its
 * trigrams, so that nearly all stems are passed over by counting bits and never read.
 */
export class Vocabulary {
  private letters = Buffer.alloc(FIRST_BYTES);
  private ends = new Uint32Array(FIRST_STEMS);
  private lows = new Uint32Array(FIRST_STEMS);
  private highs = new Uint32Array(FIRST_STEMS);
  private trigramCounts = new Uint8Array(FIRST_STEMS);
  /** In letters: one may take three bytes. */
  private lengths = new Uint8Array(FIRST_STEMS);
  private size = 0;

  get bytes(): number {
    return this.letters.byteLength + 3 * this.ends.byteLength + 2 * this.lengths.byteLength;
  }

  /** To be called once for each stem. */
  add(spelled: Buffer): void {
    const stem = spelled.toString('utf8');
    const start = this.startOf(this.size);
    const row = this.size++;
    if (start + spelled.length > this.letters.length) {
      this.letters = Buffer.concat([this.letters, Buffer.alloc(this.letters.length)]);
    }
    this.ends = withRoomFor(this.ends, this.size);
    this.lows = withRoomFor(this.lows, this.size);
    this.highs = withRoomFor(this.highs, this.size);
    this.trigramCounts = withRoomFor(this.trigramCounts, this.size);
    this.lengths = withRoomFor(this.lengths, this.size);
    this.letters.set(spelled, start);
    this.ends[row] = start + spelled.length;
    const trigrams = trigramsOf(stem);
    const { low, high } = signatureOf(trigrams);
    this.lows[row] = low;
    this.highs[row] = high;
    this.trigramCounts[row] = trigrams.length;
    this.lengths[row] = stem.length;
  }

  /** The stems that the word may be a misspelling of. */
  similarTo(word: string): SimilarStem[] {
    const misspelling = new Misspelling(word);
    return this.promising(misspelling).flatMap((row) => {
      const stem = this.letters.toString('utf8', this.startOf(row), this.ends[row]);
      const likeness = misspelling.likenessTo(stem);
      return likeness ? [{ stem, ...likeness }] : [];
    });
  }

  /** Those whose length and signature leave the possibility open. */
  private promising(misspelling: Misspelling): number[] {
    const { lows, highs, trigramCounts, lengths, size } = this;
    const { word, trigrams } = misspelling;
    const { low, high } = signatureOf(trigrams);
    // Trigrams that fell on the same bit are counted once; so many more may be shared than bits are.
    const hidden = trigrams.length - bitsIn(low) - bitsIn(high);
    const slack = toleratedMistakes(word);
    const rows: number[] = [];
    for (let row = 0; row < size; row++) {
      const difference = lengths[row]! - word.length;
      if (difference > slack || difference < -slack) continue;
      const shared = bitsIn(lows[row]! & low) + bitsIn(highs[row]! & high) + hidden;
      if (misspelling.mayBe(shared, trigramCounts[row]!)) rows.push(row);
    }
    return rows;
  }

  private startOf(row: number): number {
    return row === 0 ? 0 : this.ends[row - 1]!;
  }
}

function signatureOf(trigrams: readonly string[]): Signature {
  let low = 0;
  let high = 0;
  for (const trigram of trigrams) {
    const bit = hashOf(trigram, SEED) & 63;
    if (bit < 32) low |= 1 << bit;
    else high |= 1 << (bit - 32);
  }
  return { low, high };
}

function bitsIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
