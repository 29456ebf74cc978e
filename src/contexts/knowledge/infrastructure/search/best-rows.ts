export interface ScoredRow {
  readonly row: number;
  readonly score: number;
}

/** Keeps the highest scores of a long stream: a heap with the least of them on top. */
export class BestRows {
  private readonly rows: Uint32Array;
  private readonly scores: Float64Array;
  private size = 0;

  constructor(private readonly limit: number) {
    this.rows = new Uint32Array(limit);
    this.scores = new Float64Array(limit);
  }

  /** What a row must exceed to be kept. */
  get threshold(): number {
    return this.size < this.limit ? -Infinity : this.scores[0]!;
  }

  offer(row: number, score: number): void {
    if (this.size < this.limit) this.siftUp(this.size++, row, score);
    else if (score > this.scores[0]!) this.siftDown(row, score);
  }

  /** Best first; of equals, the one added first. */
  sorted(): ScoredRow[] {
    const kept = Array.from({ length: this.size }, (_, i) => ({
      row: this.rows[i]!,
      score: this.scores[i]!,
    }));
    return kept.sort((a, b) => b.score - a.score || a.row - b.row);
  }

  private siftUp(start: number, row: number, score: number): void {
    let at = start;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.scores[parent]! <= score) break;
      this.put(at, this.rows[parent]!, this.scores[parent]!);
      at = parent;
    }
    this.put(at, row, score);
  }

  private siftDown(row: number, score: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      if (child + 1 < this.size && this.scores[child + 1]! < this.scores[child]!) child++;
      if (this.scores[child]! >= score) break;
      this.put(at, this.rows[child]!, this.scores[child]!);
      at = child;
    }
    this.put(at, row, score);
  }

  private put(at: number, row: number, score: number): void {
    this.rows[at] = row;
    this.scores[at] = score;
  }
}
