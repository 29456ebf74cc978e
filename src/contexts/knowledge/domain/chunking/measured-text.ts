import { skipWhiteSpace, skipWhiteSpaceBack } from '../../../../kernel/text/white-space';
import { type Tokenizer } from '../tokenizer';
import { continuesCharacter } from './character-border';
import { type Span } from './chunk';
import { TokenMarks } from './token-marks';

const FEW_TOKENS = 4;
const MOST_TOKENS_OF_CHARACTER = 32;

/** A text that was read once, so that any part of it is counted exactly by reading a few words at its ends. */
export class MeasuredText {
  private readonly marks: TokenMarks;

  constructor(
    readonly content: string,
    private readonly tokenizer: Tokenizer,
  ) {
    this.marks = new TokenMarks(content, tokenizer);
  }

  trimmed({ start, end }: Span): Span {
    const ink = skipWhiteSpace(this.content, start, end);
    return { start: ink, end: skipWhiteSpaceBack(this.content, ink, end) };
  }

  tokensIn(span: Span): number {
    const last = this.marks.lastWhenCutAt(skipWhiteSpaceBack(this.content, span.start, span.end));
    const { mark, tokens } = this.firstMarkIn(span);
    if (mark === null) return tokens;
    if (mark > last) return this.tokenizer.count(this.content.slice(span.start, span.end));
    const rest = this.content.slice(this.marks.offsetOf(last), span.end);
    return tokens + this.marks.tokensBetween(mark, last) + this.tokenizer.count(rest);
  }

  /** About where so many tokens after an offset end, or before it for a negative number. */
  offsetAfter(offset: number, tokens: number): number {
    return this.marks.offsetAfter(offset, tokens);
  }

  /** The last place up to an offset, and not before `least`, where tokens end and a character with its accents. */
  tokenBorderBefore(offset: number, least: number): number | null {
    for (let mark = this.marks.lastUpTo(offset); this.marks.offsetOf(mark) >= least; mark--) {
      const border = this.marks.offsetOf(mark);
      if (!continuesCharacter(this.content, border)) return border;
    }
    return null;
  }

  /** The first place from an offset on where a few tokens and a character end; null inside of what has no such place near. */
  tokenBorderAfter(offset: number): number | null {
    const last = this.marks.lastUpTo(offset - 1);
    for (let mark = last + 1; mark <= last + MOST_TOKENS_OF_CHARACTER; mark++) {
      const border = this.marks.offsetOf(mark);
      if (border === Infinity || this.marks.tokensBetween(mark - 1, mark) > FEW_TOKENS) return null;
      if (!continuesCharacter(this.content, border)) return border;
    }
    return null;
  }

  /** Where reading from the start of a span meets the pieces of the whole text, and the tokens up to there. */
  private firstMarkIn({ start, end }: Span): { mark: number | null; tokens: number } {
    let mark = this.marks.lastUpTo(start);
    let tokens = 0;
    if (this.marks.offsetOf(mark) === start) return { mark, tokens };
    for (const piece of this.tokenizer.pieces(this.content.slice(start, end))) {
      tokens += piece.tokens;
      while (this.marks.offsetOf(mark) < start + piece.end) mark++;
      if (this.marks.offsetOf(mark) === start + piece.end) return { mark, tokens };
    }
    return { mark: null, tokens };
  }
}
