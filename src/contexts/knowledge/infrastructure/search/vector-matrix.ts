import { BestRows, type ScoredRow } from './best-rows';
import { withRoomFor } from './growing-array';
import { NUMBERS_PER_STEP, type Scan, scanOver } from './simd-scan';

const PAGE = 65_536;
const MOST_PAGES = 65_536;
const ROWS_AT_ONCE = 4_096;
const BYTES_PER_SCORE = 4;
/** The first page holds the query and, behind it, the scores of the rows scanned at once. The rows follow. */
const SCORES_AT = PAGE - ROWS_AT_ONCE * BYTES_PER_SCORE;
const ROWS_AT = PAGE;
const GROWTH = 1.25;
const FIRST_ROWS = 64;
const LARGEST_IN_ROW = 127;
/** The query may be finer. With more, the sums of the longest vectors would no longer fit into 32 bits. */
const LARGEST_IN_QUERY = 2_047;
const BYTES_PER_QUERY_NUMBER = 2;

/**
 * Unit vectors in one block of memory, scanned whole: no index leaves any out. Each number is kept in one byte, as a
 * multiple of its vector's own step, which is a quarter of the memory and of the time. That moves a cosine by some
 * thousandths, less than any model means by it.
 */
export class VectorMatrix {
  private readonly memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES });
  private readonly scan: Scan = scanOver(this.memory);
  private readonly bytesPerRow: number;
  private numbers = new Int8Array(this.memory.buffer);
  private steps = new Float32Array(FIRST_ROWS);
  private rows = 0;

  constructor(dimensions: number) {
    this.bytesPerRow = Math.ceil(dimensions / NUMBERS_PER_STEP) * NUMBERS_PER_STEP;
    if (this.bytesPerRow * BYTES_PER_QUERY_NUMBER > SCORES_AT)
      throw new Error(`Vectors of ${dimensions} dimensions are not supported.`);
  }

  get bytes(): number {
    return this.bytesUsed + this.steps.byteLength;
  }

  /** A row without a vector of this model stays all zeroes and is near to nothing. */
  set(row: number, vector: Float32Array | null): void {
    this.rows = Math.max(this.rows, row + 1);
    this.steps = withRoomFor(this.steps, this.rows);
    if (this.bytesUsed > this.numbers.length) this.grow();
    if (!vector) return;
    const at = ROWS_AT + row * this.bytesPerRow;
    this.steps[row] = writeInSteps(vector, LARGEST_IN_ROW, this.numbers.subarray(at, at + vector.length));
  }

  nearest(query: Float32Array, limit: number, excluded: Uint8Array): ScoredRow[] {
    const { steps } = this;
    const { buffer } = this.memory;
    const best = new BestRows(limit);
    const step = writeInSteps(query, LARGEST_IN_QUERY, new Int16Array(buffer, 0, query.length));
    const products = new Int32Array(buffer, SCORES_AT, ROWS_AT_ONCE);
    for (let first = 0; first < this.rows; first += ROWS_AT_ONCE) {
      const rows = Math.min(ROWS_AT_ONCE, this.rows - first);
      this.scan(0, ROWS_AT + first * this.bytesPerRow, rows, this.bytesPerRow, SCORES_AT);
      for (let i = 0; i < rows; i++) {
        const score = products[i]! * step * steps[first + i]!;
        if (score > 0 && score > best.threshold && !excluded[first + i]) best.offer(first + i, score);
      }
    }
    return best.sorted();
  }

  private get bytesUsed(): number {
    return ROWS_AT + this.rows * this.bytesPerRow;
  }

  /** In place: only pages that are written to take memory. */
  private grow(): void {
    const pages = Math.min(MOST_PAGES, Math.ceil((this.bytesUsed * GROWTH) / PAGE));
    this.memory.grow(pages - this.numbers.length / PAGE);
    this.numbers = new Int8Array(this.memory.buffer);
  }
}

/** The step that the numbers written are multiples of, so that the largest of them uses the whole range. */
function writeInSteps(vector: Float32Array, largest: number, numbers: Int8Array | Int16Array): number {
  let most = 0;
  for (const value of vector) most = Math.max(most, Math.abs(value));
  if (most === 0) {
    numbers.fill(0);
    return 0;
  }
  const stepsPerOne = largest / most;
  for (let i = 0; i < vector.length; i++) numbers[i] = Math.round(vector[i]! * stepsPerOne);
  return most / largest;
}
