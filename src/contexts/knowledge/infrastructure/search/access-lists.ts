import { mayRead } from '../../domain/search-bounds';
import { withRoomFor } from './growing-array';

const EVERYBODY = 0;

/** Who may find each row. Few lists serve many rows: each different one has a number, and is compared once a search. */
export class AccessLists {
  private readonly lists: (readonly string[] | null)[] = [null];
  private readonly numbers = new Map<string, number>();
  private numberOfRow = new Uint32Array(64);

  set(row: number, access: readonly string[] | null): void {
    this.numberOfRow = withRoomFor(this.numberOfRow, row + 1);
    this.numberOfRow[row] = access === null ? EVERYBODY : this.numberOf(access);
  }

  /** Whether every row is for everybody, as far as these readers are concerned. */
  letIn(readers: readonly string[] | null): boolean {
    return readers === null || this.lists.length === 1;
  }

  exclude(readers: readonly string[], excluded: Uint8Array): void {
    const refused = Uint8Array.from(this.lists, (access) => (mayRead(access, readers) ? 0 : 1));
    for (let row = 0; row < excluded.length; row++) excluded[row]! |= refused[this.numberOfRow[row]!]!;
  }

  private numberOf(access: readonly string[]): number {
    const name = JSON.stringify([...access].sort());
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    const number = this.lists.push(access) - 1;
    this.numbers.set(name, number);
    return number;
  }
}
