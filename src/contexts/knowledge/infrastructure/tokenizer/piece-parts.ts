import { withRoomFor } from '../search/growing-array';
import { NumberHeap } from './number-heap';
import { NONE, type TokenVocabulary } from './token-vocabulary';

/** A waiting merge is one number: by rank, and of equal rank the one further left. */
const PLACES = 2 ** 28;

/**
 * The parts that a piece falls into. Whichever two neighbours make the token of the lowest rank are merged,
 * until none do. A heap of the waiting merges keeps a piece of a million letters from taking the square of its length.
 */
export class PieceParts {
  /** Parts are known by the place of their first byte. */
  private next = new Int32Array(64);
  private previous = new Int32Array(64);
  private ranks = new Int32Array(64);
  private readonly waiting = new NumberHeap();

  private length = 0;
  count = 0;

  constructor(private readonly vocabulary: TokenVocabulary) {}

  /** What was merged before is forgotten. */
  merge(bytes: Uint8Array, length: number): void {
    this.start(bytes, length);
    for (let merge = this.waiting.pop(); merge !== undefined; merge = this.waiting.pop()) {
      const place = merge % PLACES;
      // What was waiting when one of the two was merged with another is out of date.
      if (this.ranks[place] === (merge - place) / PLACES) this.mergeAt(place, bytes);
    }
  }

  ends(): number[] {
    const ends: number[] = [];
    for (let place = 0; place < this.length; place = this.next[place]!) ends.push(this.next[place]!);
    return ends;
  }

  private start(bytes: Uint8Array, length: number): void {
    this.length = this.count = length;
    this.next = withRoomFor(this.next, length + 1);
    this.previous = withRoomFor(this.previous, length + 1);
    this.ranks = withRoomFor(this.ranks, length + 1);
    for (let place = 0; place <= length; place++) {
      this.next[place] = place + 1;
      this.previous[place] = place - 1;
    }
    for (let place = 0; place < length; place++) this.consider(place, bytes);
  }

  private mergeAt(place: number, bytes: Uint8Array): void {
    const swallowed = this.next[place]!;
    const after = this.next[swallowed]!;
    this.ranks[swallowed] = NONE;
    this.next[place] = after;
    this.previous[after] = place;
    this.count--;
    this.consider(place, bytes);
    if (this.previous[place] !== NONE) this.consider(this.previous[place]!, bytes);
  }

  /** Whether the part at a place could be merged with the one after it. */
  private consider(place: number, bytes: Uint8Array): void {
    const second = this.next[place]!;
    const rank = second >= this.length ? NONE : this.vocabulary.rankOf(bytes, place, this.next[second]!);
    this.ranks[place] = rank;
    if (rank !== NONE) this.waiting.push(rank * PLACES + place);
  }
}
