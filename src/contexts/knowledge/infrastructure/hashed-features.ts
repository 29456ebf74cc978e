/** FNV-1a over UTF-16 code units, then mixed: the low bits of plain FNV are too regular to choose a dimension by. */
export function hashOf(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mixed(hash);
}

export function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Signed feature hashing: a feature adds its weight, with a sign of its own, in `copies` dimensions of its own. */
export class HashedFeatures {
  private readonly sums: Float64Array;

  constructor(private readonly dimensions: number) {
    this.sums = new Float64Array(dimensions);
  }

  add(feature: number, weight: number, copies: number): void {
    let hash = feature;
    for (let copy = 0; copy < copies; copy++) {
      const dimension = (hash >>> 1) % this.dimensions;
      this.sums[dimension] = (this.sums[dimension] ?? 0) + (hash & 1 ? weight : -weight);
      hash = mixed(hash + 0x9e3779b9);
    }
  }

  toUnitVector(): Float32Array {
    let squares = 0;
    for (const sum of this.sums) squares += sum * sum;
    const length = Math.sqrt(squares);
    const vector = new Float32Array(this.dimensions);
    for (let i = 0; i < vector.length; i++) vector[i] = (this.sums[i] ?? 0) / length;
    return vector;
  }

  isZero(): boolean {
    return this.sums.every((value) => value === 0);
  }
}
