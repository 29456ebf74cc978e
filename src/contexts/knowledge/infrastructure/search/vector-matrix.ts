import { BestRows, type ScoredRow } from './best-rows';
import { withRoomFor } from './growing-array';

/** Unit vectors in one block of memory, scanned whole: exact, and for a workspace's size fast enough. */
export class VectorMatrix {
  private values = new Float32Array(0);

  constructor(private readonly dimensions: number) {}

  get bytes(): number {
    return this.values.byteLength;
  }

  /** A row without a vector of this model stays all zeroes and is near to nothing. */
  set(row: number, vector: Float32Array | null): void {
    this.values = withRoomFor(this.values, (row + 1) * this.dimensions);
    if (vector) this.values.set(vector, row * this.dimensions);
  }

  nearest(query: Float32Array, rows: number, limit: number, excluded: Uint8Array): ScoredRow[] {
    const { values, dimensions } = this;
    const best = new BestRows(limit);
    // Sums are doubles anyway: converting the query once saves a third of the time.
    const wide = Float64Array.from(query);
    for (let row = 0; row < rows; row++) {
      if (excluded[row]) continue;
      const score = cosine(wide, values, row * dimensions);
      if (score > 0 && score > best.threshold) best.offer(row, score);
    }
    return best.sorted();
  }
}

/** Four sums at once: one alone would wait for each addition before the next. */
function cosine(query: Float64Array, values: Float32Array, start: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < query.length; i += 4) {
    a += query[i]! * values[start + i]!;
    b += query[i + 1]! * values[start + i + 1]!;
    c += query[i + 2]! * values[start + i + 2]!;
    d += query[i + 3]! * values[start + i + 3]!;
  }
  return a + b + c + d;
}
