/** Which open letters many are retried or discarded of at once. */
export interface LetterSelection {
  readonly queue: string;
  readonly workspaceId?: string;
  /** A part of the error's class and text, in whatever case. */
  readonly errorLike?: string;
}

/** So that no transaction is long: it holds the audit logs that it writes to. */
export const LETTERS_AT_ONCE = 100;
/** And no request endless: what has just been retried may fail again. */
const MOST_BATCHES = 100;

/** Repeats the batch until there is nothing left of it; answers how many letters that were. */
export async function inBatches(batch: () => Promise<number>): Promise<number> {
  let total = 0;
  for (let round = 0; round < MOST_BATCHES; round++) {
    const done = await batch();
    total += done;
    if (done < LETTERS_AT_ONCE) break;
  }
  return total;
}
