import { PieceParts } from './piece-parts';
import { NONE, type TokenVocabulary } from './token-vocabulary';

const FEW_BYTES = 1 << 16;

/** Byte pair encoding of one piece of text. */
export class BytePairs {
  private parts: PieceParts;

  constructor(private readonly vocabulary: TokenVocabulary) {
    this.parts = new PieceParts(vocabulary);
  }

  count(bytes: Uint8Array, length: number): number {
    return this.vocabulary.rankOf(bytes, 0, length) === NONE ? this.merge(bytes, length).count : 1;
  }

  /** Where the tokens end, in bytes. */
  ends(bytes: Uint8Array, length: number): readonly number[] {
    return this.merge(bytes, length).ends();
  }

  private merge(bytes: Uint8Array, length: number): PieceParts {
    const { parts } = this;
    parts.merge(bytes, length);
    // A piece without end has taken tens of megabytes, and is rare.
    if (length > FEW_BYTES) this.parts = new PieceParts(this.vocabulary);
    return parts;
  }
}
