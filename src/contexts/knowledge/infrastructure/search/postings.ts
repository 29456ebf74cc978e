import { withRoomFor } from './growing-array';

const FREQUENCY_BITS = 6;
const FREQUENCY_MASK = (1 << FREQUENCY_BITS) - 1;
const END = -1;
const FIRST_SLOTS = 1024;
/** A posting is two numbers side by side: row and frequency in one, and where the posting before of its term is. */
const PER_POSTING = 2;

export interface RowScores {
  readonly scores: Float32Array;
  readonly found: Uint32Array;
  count: number;
}

/**
 * Which rows have a term, and how often. Everything lies in flat arrays, each posting pointing to the one before of
 * the same term: most terms are rare, and an object each would cost more than their postings.
 */
export class Postings {
  private keys = new Uint32Array(FIRST_SLOTS);
  private heads = new Int32Array(FIRST_SLOTS).fill(END);
  private counts = new Uint32Array(FIRST_SLOTS);
  private terms = 0;
  private entries = new Int32Array(FIRST_SLOTS * PER_POSTING);
  private end = 0;

  get bytes(): number {
    return this.keys.byteLength + this.heads.byteLength + this.counts.byteLength + this.entries.byteLength;
  }

  add(key: number, row: number, frequency: number): void {
    if (2 * this.terms >= this.keys.length) this.rehash();
    const slot = this.slotOf(key);
    if (this.heads[slot] === END) {
      this.keys[slot] = key;
      this.terms++;
    }
    this.entries = withRoomFor(this.entries, this.end + PER_POSTING);
    this.entries[this.end] = (row << FREQUENCY_BITS) | frequency;
    this.entries[this.end + 1] = this.heads[slot]!;
    this.heads[slot] = this.end;
    this.end += PER_POSTING;
    this.counts[slot]!++;
  }

  rowsWith(key: number): number {
    return this.counts[this.slotOf(key)]!;
  }

  /** Adds to the scores of the rows that have the term, and notes those that had none; a hot loop, hence no callback. */
  score(key: number, weight: number, dampings: Float32Array, sum: RowScores): void {
    const { entries } = this;
    const { scores, found } = sum;
    let { count } = sum;
    for (let at = this.heads[this.slotOf(key)]!; at !== END; at = entries[at + 1]!) {
      const row = entries[at]! >>> FREQUENCY_BITS;
      const frequency = entries[at]! & FREQUENCY_MASK;
      const score = scores[row]!;
      if (score === 0) found[count++] = row;
      scores[row] = score + (weight * frequency) / (frequency + dampings[row]!);
    }
    sum.count = count;
  }

  /** Open addressing: the slot that holds the key, or the empty one where it would go. */
  private slotOf(key: number): number {
    const mask = this.keys.length - 1;
    let slot = key & mask;
    while (this.heads[slot] !== END && this.keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private rehash(): void {
    const { keys, heads, counts } = this;
    this.keys = new Uint32Array(keys.length * 2);
    this.heads = new Int32Array(keys.length * 2).fill(END);
    this.counts = new Uint32Array(keys.length * 2);
    for (let old = 0; old < keys.length; old++) {
      if (heads[old] === END) continue;
      const slot = this.slotOf(keys[old]!);
      this.keys[slot] = keys[old]!;
      this.heads[slot] = heads[old]!;
      this.counts[slot] = counts[old]!;
    }
  }
}
