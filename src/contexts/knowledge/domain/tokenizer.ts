export interface TextPiece {
  readonly end: number;
  readonly tokens: number;
  /** Whether it ends the same where the text is cut off somewhere behind it. */
  readonly isFirm: boolean;
}

/** Counts the tokens that a language model would read in a text. */
export abstract class Tokenizer {
  abstract count(text: string): number;

  /**
   * A text in pieces that can be counted apart: whatever lies between two of their ends and begins and ends with ink has
   * as many tokens as the pieces there have, wherever it is cut out.
   */
  *pieces(text: string): Iterable<TextPiece> {
    yield { end: text.length, tokens: this.count(text), isFirm: false };
  }
}
