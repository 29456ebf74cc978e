import { type Postings, type RowScores } from './postings';

/** The rows that have a word, which may go by several stems. A row that has two of them has the word once. */
export class RowsOfWord {
  /** Of words with several stems only: the highest frequency of any. */
  private readonly gathered: ReadonlyMap<number, number> | null;
  private readonly keys: readonly number[];

  constructor(
    private readonly postings: Postings,
    keys: readonly number[],
  ) {
    this.keys = keys.filter((key) => postings.rowsWith(key) > 0);
    this.gathered = this.keys.length > 1 ? this.gather() : null;
  }

  get count(): number {
    if (this.gathered) return this.gathered.size;
    return this.keys.length === 0 ? 0 : this.postings.rowsWith(this.keys[0]!);
  }

  score(weight: number, dampings: Float32Array, sum: RowScores): void {
    if (!this.gathered) {
      for (const key of this.keys) this.postings.score(key, weight, dampings, sum);
      return;
    }
    const { scores, found } = sum;
    for (const [row, frequency] of this.gathered) {
      const score = scores[row]!;
      if (score === 0) found[sum.count++] = row;
      scores[row] = score + (weight * frequency) / (frequency + dampings[row]!);
    }
  }

  private gather(): ReadonlyMap<number, number> {
    const gathered = new Map<number, number>();
    for (const key of this.keys) {
      this.postings.forEach(key, (row, frequency) => {
        if ((gathered.get(row) ?? 0) < frequency) gathered.set(row, frequency);
      });
    }
    return gathered;
  }
}
