import { BestRows, type ScoredRow } from './best-rows';
import { FLOATS_PER_STEP, type Scan, scanOver } from './simd-scan';

const PAGE = 65_536;
const MOST_PAGES = 65_536;
const BYTES_PER_FLOAT = 4;
const ROWS_AT_ONCE = 4_096;
/** The first page holds the query and, behind it, the scores of the rows scanned at once. The rows follow. */
const SCORES_AT = PAGE - ROWS_AT_ONCE * BYTES_PER_FLOAT;
const ROWS_AT = PAGE;
const GROWTH = 1.25;

/** Unit vectors in one block of memory, scanned whole: exact, and for a workspace's size fast enough. */
export class VectorMatrix {
  private readonly memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  private readonly scan: Scan = scanOver(this.memory);
  private readonly bytesPerRow: number;
  private floats = new Float32Array(this.memory.buffer);
  private rows = 0;

  constructor(dimensions: number) {
    this.bytesPerRow = Math.ceil(dimensions / FLOATS_PER_STEP) * FLOATS_PER_STEP * BYTES_PER_FLOAT;
    if (this.bytesPerRow > SCORES_AT)
      throw new Error(`Vectors of ${dimensions} dimensions are not supported.`);
  }

  get bytes(): number {
    return ROWS_AT + this.rows * this.bytesPerRow;
  }

  /** A row without a vector of this model stays all zeroes and is near to nothing. */
  set(row: number, vector: Float32Array | null): void {
    this.rows = Math.max(this.rows, row + 1);
    if (this.bytes > this.floats.byteLength) this.grow();
    if (vector) this.floats.set(vector, (ROWS_AT + row * this.bytesPerRow) / BYTES_PER_FLOAT);
  }

  nearest(query: Float32Array, limit: number, excluded: Uint8Array): ScoredRow[] {
    const { floats } = this;
    const best = new BestRows(limit);
    floats.set(query, 0);
    for (let first = 0; first < this.rows; first += ROWS_AT_ONCE) {
      const rows = Math.min(ROWS_AT_ONCE, this.rows - first);
      this.scan(0, ROWS_AT + first * this.bytesPerRow, rows, this.bytesPerRow, SCORES_AT);
      for (let i = 0; i < rows; i++) {
        const score = floats[SCORES_AT / BYTES_PER_FLOAT + i]!;
        if (score > 0 && score > best.threshold && !excluded[first + i]) best.offer(first + i, score);
      }
    }
    return best.sorted();
  }

  /** In place: only pages that are written to take memory. */
  private grow(): void {
    const pages = Math.min(MOST_PAGES, Math.ceil((this.bytes * GROWTH) / PAGE));
    this.memory.grow(pages - this.floats.byteLength / PAGE);
    this.floats = new Float32Array(this.memory.buffer);
  }
}
