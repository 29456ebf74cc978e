const LONGEST_TOKEN = 128;
/** Much larger than the number of tokens, so that a search that fails ends soon. */
const SLOTS = 1 << 18;
/** The rank of what is no token. */
export const NONE = -1;

/**
 * The tokens of a model by their bytes, in three flat arrays: 2 MB, where a map of strings takes tens of them. The
 * rank of a token is its place in the list; the lower it is, the earlier its two halves are merged.
 */
export class TokenVocabulary {
  private readonly slots = new Int32Array(SLOTS);

  /** The token of rank `r` is `bytes` from `ends[r - 1]` to `ends[r]`. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly ends: Uint32Array,
  ) {
    for (let rank = 0; rank < ends.length; rank++) {
      let slot = slotOf(bytes, this.startOf(rank), ends[rank]!);
      while (this.slots[slot] !== 0) slot = (slot + 1) % SLOTS;
      this.slots[slot] = rank + 1;
    }
  }

  /** The rank of the token that these bytes are, or `NONE`. */
  rankOf(text: Uint8Array, start: number, end: number): number {
    if (end - start > LONGEST_TOKEN) return NONE;
    for (let slot = slotOf(text, start, end); ; slot = (slot + 1) % SLOTS) {
      const rank = this.slots[slot]! - 1;
      if (rank === NONE || this.isToken(rank, text, start, end)) return rank;
    }
  }

  private isToken(rank: number, text: Uint8Array, start: number, end: number): boolean {
    const from = this.startOf(rank);
    if (this.ends[rank]! - from !== end - start) return false;
    for (let at = start; at < end; at++) if (this.bytes[from + at - start] !== text[at]) return false;
    return true;
  }

  private startOf(rank: number): number {
    return rank === 0 ? 0 : this.ends[rank - 1]!;
  }
}

/** FNV-1a, folded to the slots. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}
