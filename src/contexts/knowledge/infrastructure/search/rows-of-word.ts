import { type Postings, type RowScores } from './postings';

/** Rows that were gathered from several stems, with the highest frequency of any. */
interface Gathered {
  readonly rows: readonly number[];
  /** By row. */
  readonly frequencies: Uint8Array;
}

/** The rows that have a word, which may go by several stems. A row that has two of them has the word once. */
export class RowsOfWord {
  /** Of words with several stems only. */
  private readonly gathered: Gathered | null;
  private readonly keys: readonly number[];

  constructor(
    private readonly postings: Postings,
    keys: readonly number[],
    private readonly rows: number,
  ) {
    this.keys = keys.filter((key) => postings.rowsWith(key) > 0);
    this.gathered = this.keys.length > 1 ? this.gather() : null;
  }

  get count(): number {
    if (this.gathered) return this.gathered.rows.length;
    return this.keys.length === 0 ? 0 : this.postings.rowsWith(this.keys[0]!);
  }

  score(weight: number, dampings: Float32Array, sum: RowScores): void {
    if (!this.gathered) {
      for (const key of this.keys) this.postings.score(key, weight, dampings, sum);
      return;
    }
    const { scores, found } = sum;
    const { rows, frequencies } = this.gathered;
    for (const row of rows) {
      const frequency = frequencies[row]!;
      const score = scores[row]!;
      if (score === 0) found[sum.count++] = row;
      scores[row] = score + (weight * frequency) / (frequency + dampings[row]!);
    }
  }

  private gather(): Gathered {
    const rows: number[] = [];
    const frequencies = new Uint8Array(this.rows);
    for (const key of this.keys) {
      this.postings.forEach(key, (row, frequency) => {
        const known = frequencies[row]!;
        if (known === 0) rows.push(row);
        if (known < frequency) frequencies[row] = frequency;
      });
    }
    return { rows, frequencies };
  }
}
