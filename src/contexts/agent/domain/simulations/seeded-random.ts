/** The same seed gives the same numbers, everywhere and always: a simulation can be run again as it was. */
export class SeededRandom {
  private state: number;

  constructor(...seeds: readonly number[]) {
    this.state = seeds.reduce((all, seed) => Math.imul(all ^ seed, 0x9e3779b1) >>> 0, 0x2545f491);
  }

  /** From 0 to below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)]!;
  }
}
