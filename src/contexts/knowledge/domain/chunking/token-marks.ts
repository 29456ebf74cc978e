import { type Tokenizer } from '../tokenizer';

/** Where the pieces of a text end, and how many tokens there are up to there. The first mark is the beginning. */
export class TokenMarks {
  private readonly offsets = [0];
  private readonly tokens = [0];
  /** For every mark the last one up to it that stays where the text is cut off. */
  private readonly firm = [0];

  constructor(text: string, tokenizer: Tokenizer) {
    let sum = 0;
    for (const piece of tokenizer.pieces(text)) {
      this.offsets.push(piece.end);
      this.tokens.push((sum += piece.tokens));
      this.firm.push(piece.isFirm ? this.firm.length : this.firm.at(-1)!);
    }
  }

  /** Before the first mark and after the last one there is no other, however far. */
  offsetOf(mark: number): number {
    return this.offsets[mark] ?? (mark < 0 ? -Infinity : Infinity);
  }

  /** The last mark at an offset or before it. */
  lastUpTo(offset: number): number {
    return lastWithin(this.offsets, offset);
  }

  /** The last mark that is still one when the text is cut off at an offset, behind ink. */
  lastWhenCutAt(offset: number): number {
    const last = this.lastUpTo(offset);
    return this.offsets[last] === offset ? last : this.firm[last]!;
  }

  tokensBetween(from: number, to: number): number {
    return this.tokens[to]! - this.tokens[from]!;
  }

  /** About where so many tokens after an offset end, or before it for a negative number. */
  offsetAfter(offset: number, tokens: number): number {
    const wanted = interpolated(this.offsets, this.tokens, offset) + tokens;
    return Math.round(interpolated(this.tokens, this.offsets, wanted));
  }
}

function lastWithin(growing: readonly number[], value: number): number {
  let low = 0;
  let high = growing.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (growing[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

function interpolated(from: readonly number[], to: readonly number[], value: number): number {
  const at = lastWithin(from, value);
  if (at + 1 === from.length) return to[at]!;
  const share = (value - from[at]!) / (from[at + 1]! - from[at]!);
  return to[at]! + share * (to[at + 1]! - to[at]!);
}
