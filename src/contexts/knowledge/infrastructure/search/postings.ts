import { withRoomFor } from './growing-array';

const FREQUENCY_BITS = 6;
const FREQUENCY_MASK = (1 << FREQUENCY_BITS) - 1;
const FIRST_SLOTS = 1024;
/** Blocks of a term double from one posting to this many: rare terms, which are most, waste nothing. */
const LARGEST_BLOCK = 64;

export interface RowScores {
  readonly scores: Float32Array;
  readonly found: Uint32Array;
  count: number;
}

/** How many of a term's postings lie in its last block; what comes before is whole blocks. */
function inLastBlock(count: number): number {
  if (count >= 2 * LARGEST_BLOCK) return ((count - 2 * LARGEST_BLOCK) % LARGEST_BLOCK) + 1;
  return count - (1 << (31 - Math.clz32(count))) + 1;
}

function sizeOfBlockFor(count: number): number {
  return count >= LARGEST_BLOCK ? LARGEST_BLOCK : 1 << (31 - Math.clz32(count));
}

/**
 * Which rows have a term, and how often. Everything lies in flat arrays: an object for each term would cost more than
 * its postings. A posting is row and frequency in one number; a block starts with where the block before it is.
 */
export class Postings {
  private keys = new Uint32Array(FIRST_SLOTS);
  private lastBlocks = new Uint32Array(FIRST_SLOTS);
  private counts = new Uint32Array(FIRST_SLOTS);
  private terms = 0;
  private entries = new Uint32Array(FIRST_SLOTS);
  private end = 0;

  get bytes(): number {
    return 3 * this.keys.byteLength + this.end * this.entries.BYTES_PER_ELEMENT;
  }

  /** Whether the term is new. */
  add(key: number, row: number, frequency: number): boolean {
    if (4 * this.terms >= 3 * this.keys.length) this.rehash();
    const slot = this.slotOf(key);
    const count = ++this.counts[slot]!;
    const place = inLastBlock(count);
    if (place === 1) this.openBlock(slot, count);
    this.entries[this.lastBlocks[slot]! + place] = ((row << FREQUENCY_BITS) | frequency) >>> 0;
    if (count > 1) return false;
    this.keys[slot] = key;
    this.terms++;
    return true;
  }

  rowsWith(key: number): number {
    return this.counts[this.slotOf(key)]!;
  }

  /** Adds to the scores of the rows that have the term, and notes those that had none; a hot loop, hence no callback. */
  score(key: number, weight: number, dampings: Float32Array, sum: RowScores): void {
    const { entries } = this;
    const { scores, found } = sum;
    const slot = this.slotOf(key);
    let { count } = sum;
    let block = this.lastBlocks[slot]!;
    for (let left = this.counts[slot]!; left > 0; block = entries[block]!) {
      const size = inLastBlock(left);
      left -= size;
      for (let at = block + 1; at <= block + size; at++) {
        const row = entries[at]! >>> FREQUENCY_BITS;
        const frequency = entries[at]! & FREQUENCY_MASK;
        const score = scores[row]!;
        if (score === 0) found[count++] = row;
        scores[row] = score + (weight * frequency) / (frequency + dampings[row]!);
      }
    }
    sum.count = count;
  }

  forEach(key: number, visit: (row: number, frequency: number) => void): void {
    const { entries } = this;
    const slot = this.slotOf(key);
    let block = this.lastBlocks[slot]!;
    for (let left = this.counts[slot]!; left > 0; block = entries[block]!) {
      const size = inLastBlock(left);
      left -= size;
      for (let at = block + 1; at <= block + size; at++) {
        visit(entries[at]! >>> FREQUENCY_BITS, entries[at]! & FREQUENCY_MASK);
      }
    }
  }

  private openBlock(slot: number, count: number): void {
    const size = 1 + sizeOfBlockFor(count);
    this.entries = withRoomFor(this.entries, this.end + size);
    this.entries[this.end] = this.lastBlocks[slot]!;
    this.lastBlocks[slot] = this.end;
    this.end += size;
  }

  /** Open addressing: the slot that holds the key, or the empty one where it would go. */
  private slotOf(key: number): number {
    const mask = this.keys.length - 1;
    let slot = key & mask;
    while (this.counts[slot] !== 0 && this.keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private rehash(): void {
    const { keys, lastBlocks, counts } = this;
    this.keys = new Uint32Array(keys.length * 2);
    this.lastBlocks = new Uint32Array(keys.length * 2);
    this.counts = new Uint32Array(keys.length * 2);
    for (let old = 0; old < keys.length; old++) {
      if (counts[old] === 0) continue;
      const slot = this.slotOf(keys[old]!);
      this.keys[slot] = keys[old]!;
      this.lastBlocks[slot] = lastBlocks[old]!;
      this.counts[slot] = counts[old]!;
    }
  }
}
