/** How many statements on either side of a place are read together, to tell what it is about there. */
export const WINDOW = 3;
/** The share of all places that may be borders: those with the least in common around them. */
const SHARE_OF_BORDERS = 0.25;

/** Between which statements of a text its topic changes. Places are known by the statement that follows. */
export class TopicBorders {
  private readonly similarities: readonly number[];
  private readonly threshold: number;

  /** One vector for each window of statements, from the one that only its last reaches to the one that only its first does. */
  constructor(windows: readonly Float32Array[]) {
    const places = windows.slice(WINDOW).map((after, i) => dot(windows[i]!, after));
    this.similarities = [Infinity, ...places];
    const sorted = [...places].sort((a, b) => a - b);
    this.threshold = sorted[Math.floor(sorted.length * SHARE_OF_BORDERS)] ?? -Infinity;
  }

  similarityAt(place: number): number {
    return this.similarities[place] ?? Infinity;
  }

  /** Less in common than nearly everywhere else, and than anywhere near. */
  isBorder(place: number): boolean {
    const similarity = this.similarityAt(place);
    if (similarity > this.threshold) return false;
    return similarity < this.similarityAt(place - 1) && similarity <= this.similarityAt(place + 1);
  }
}

/** The cosine, since the vectors have length one. */
function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
