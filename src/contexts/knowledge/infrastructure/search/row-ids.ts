import { hashOf } from '../hashed-features';
import { withRoomFor } from './growing-array';

const SEED = 13;
const FIRST_SLOTS = 256;
const FIRST_BYTES = 4_096;
const EMPTY = -1;

/** The ids of rows, in ASCII and end to end: as strings of their own, and keys of a map, they would take five times as much. */
export class RowIds {
  private letters = Buffer.alloc(FIRST_BYTES);
  private ends = new Uint32Array(FIRST_SLOTS);
  /** Open addressing: the row whose id has the slot. */
  private slots = new Int32Array(FIRST_SLOTS).fill(EMPTY);
  private rows = 0;

  get size(): number {
    return this.rows;
  }

  get bytes(): number {
    return this.letters.byteLength + this.ends.byteLength + this.slots.byteLength;
  }

  /** The new row. */
  add(id: string): number {
    if (2 * this.rows >= this.slots.length) this.rehash();
    const row = this.rows++;
    const start = this.startOf(row);
    if (start + id.length > this.letters.length) {
      this.letters = Buffer.concat([this.letters, Buffer.alloc(this.letters.length + id.length)]);
    }
    this.ends = withRoomFor(this.ends, this.rows);
    this.ends[row] = start + this.letters.write(id, start, 'latin1');
    this.slots[this.slotOf(id)] = row;
    return row;
  }

  has(id: string): boolean {
    return this.slots[this.slotOf(id)] !== EMPTY;
  }

  of(row: number): string {
    return this.letters.toString('latin1', this.startOf(row), this.ends[row]);
  }

  private startOf(row: number): number {
    return row === 0 ? 0 : this.ends[row - 1]!;
  }

  private slotOf(id: string): number {
    const mask = this.slots.length - 1;
    let slot = hashOf(id, SEED) & mask;
    while (this.slots[slot] !== EMPTY && this.of(this.slots[slot]!) !== id) slot = (slot + 1) & mask;
    return slot;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(EMPTY);
    for (let row = 0; row < this.rows; row++) this.slots[this.slotOf(this.of(row))] = row;
  }
}
