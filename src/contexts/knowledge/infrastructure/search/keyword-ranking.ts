import { BestRows, type ScoredRow } from './best-rows';
import { withRoomFor } from './growing-array';
import { forEachTerm, termKey } from './packed-terms';
import { Postings, type RowScores } from './postings';

// BM25's usual constants: how soon repeating a word stops to count, and how much a long passage is held against it.
const SATURATION = 1.2;
const LENGTH_INFLUENCE = 0.75;
/** A word that nearly every passage has costs a walk through them all, and tells next to nothing. */
const NEGLIGIBLE = 0.01;
const FIRST_ROWS = 64;

/** BM25 over the passages of one workspace. */
export class KeywordRanking {
  private readonly postings = new Postings();
  private lengths = new Uint16Array(FIRST_ROWS);
  /** What a row's length adds under the fraction; depends on the average, so it is of one state of the index. */
  private dampings: Float32Array | null = null;
  private scores = new Float32Array(FIRST_ROWS);
  private found = new Uint32Array(FIRST_ROWS);
  private rows = 0;
  private words = 0;

  get bytes(): number {
    const perRow = this.lengths.byteLength + 2 * this.scores.byteLength + this.found.byteLength;
    return this.postings.bytes + perRow;
  }

  set(row: number, terms: Buffer): void {
    let length = 0;
    forEachTerm(terms, (key, frequency) => {
      this.postings.add(key, row, frequency);
      length += frequency;
    });
    this.lengths = withRoomFor(this.lengths, row + 1);
    this.scores = withRoomFor(this.scores, row + 1);
    this.found = withRoomFor(this.found, row + 1);
    this.lengths[row] = Math.min(length, 0xffff);
    this.rows = Math.max(this.rows, row + 1);
    this.words += length;
    this.dampings = null;
  }

  /**
   * Scores are shares of the question's information. A passage of average length that has every word once comes to
   * one; the curve, straight at first, makes room above for those that repeat them.
   */
  best(stems: readonly string[], limit: number, excluded: Uint8Array): ScoredRow[] {
    const dampings = (this.dampings ??= this.computeDampings());
    const sum: RowScores = { scores: this.scores, found: this.found, count: 0 };
    const terms = stems.map(termKey).map((key) => ({ key, weight: this.informationOf(key) }));
    const information = terms.reduce((total, { weight }) => total + weight, 0);
    for (const { key, weight } of terms) {
      if (weight < NEGLIGIBLE * information) continue;
      this.postings.score(key, weight * (SATURATION + 1), dampings, sum);
    }
    const best = this.takeBest(sum, limit, excluded);
    return best.map(({ row, score }) => ({ row, score: Math.tanh(score / information) }));
  }

  /** Leaves the scores as they were: all zero, for the next search. */
  private takeBest({ scores, found, count }: RowScores, limit: number, excluded: Uint8Array): ScoredRow[] {
    const best = new BestRows(limit);
    for (let i = 0; i < count; i++) {
      const row = found[i]!;
      const score = scores[row]!;
      scores[row] = 0;
      if (score > best.threshold && !excluded[row]) best.offer(row, score);
    }
    return best.sorted();
  }

  private computeDampings(): Float32Array {
    const perWord = (SATURATION * LENGTH_INFLUENCE * this.rows) / (this.words || 1);
    const least = SATURATION * (1 - LENGTH_INFLUENCE);
    return Float32Array.from(this.lengths.subarray(0, this.rows), (length) => least + perWord * length);
  }

  private informationOf(key: number): number {
    const having = this.postings.rowsWith(key);
    return Math.log(1 + (this.rows - having + 0.5) / (having + 0.5));
  }
}
