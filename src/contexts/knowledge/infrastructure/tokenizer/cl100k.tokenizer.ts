import { Injectable } from '@nestjs/common';
import { CL100K_TOKEN_SPLIT_REGEX } from 'gpt-tokenizer/encodingParams/constants';
import { type TextPiece, Tokenizer } from '../../domain/tokenizer';
import { withRoomFor } from '../search/growing-array';
import { BytePairs } from './byte-pairs';
import { readVocabulary } from './vocabulary-file';

const VOCABULARY = 'gpt-tokenizer/data/cl100k_base.tiktoken';
const MOST_BYTES_PER_CODE_UNIT = 3;
/** Words are far shorter. What is longer is hardly text, and has to be cut somewhere. */
const LONG_PIECE = 200;
/** A single sign at the end of a piece would be read together with the letters that follow it. */
const LEAST_REST = 3;

/**
 * The tokens of OpenAI's embedding models, exactly. What looks like one of their special tokens is text like any
 * other. The vocabulary is read at the first count: most processes of an idle Parley never need it.
 */
@Injectable()
export class Cl100kTokenizer extends Tokenizer {
  private readonly encoder = new TextEncoder();
  private bytes = new Uint8Array(1024);
  private lazyPairs: BytePairs | null = null;

  count(text: string): number {
    let tokens = 0;
    for (const [piece] of text.matchAll(CL100K_TOKEN_SPLIT_REGEX)) tokens += this.tokensOf(piece);
    return tokens;
  }

  /**
   * By the model's own rule for splitting, which looks ahead at most at the next ink and never back. Tokens next to each
   * other in a piece are what encoding just them gives, since no merge ever crossed their borders.
   */
  override *pieces(text: string): Generator<TextPiece> {
    for (const { 0: piece, index } of text.matchAll(CL100K_TOKEN_SPLIT_REGEX)) {
      if (piece.length > LONG_PIECE) yield* this.piecesOfLong(piece, index);
      else yield { end: index + piece.length, tokens: this.tokensOf(piece), isFirm: true };
    }
  }

  private get pairs(): BytePairs {
    return (this.lazyPairs ??= new BytePairs(readVocabulary(require.resolve(VOCABULARY))));
  }

  private tokensOf(piece: string): number {
    const length = this.encode(piece);
    return this.pairs.count(this.bytes, length);
  }

  /** Token by token, or as few as end with a whole character. */
  private *piecesOfLong(piece: string, start: number): Generator<TextPiece> {
    const length = this.encode(piece);
    const tokenEnds = this.pairs.ends(this.bytes, length);
    let tokens = 0;
    let given = 0;
    for (const { end, bytes } of charactersOf(piece)) {
      while (tokenEnds[tokens]! < bytes) tokens++;
      const isLast = end === piece.length;
      if (tokenEnds[tokens] !== bytes || (!isLast && piece.length - end < LEAST_REST)) continue;
      yield { end: start + end, tokens: tokens + 1 - given, isFirm: isLast };
      given = tokens + 1;
    }
  }

  /** Into `bytes`, which may be another array afterwards. Most pieces are ASCII, and shorter than a call of the encoder. */
  private encode(piece: string): number {
    this.bytes = withRoomFor(this.bytes, piece.length * MOST_BYTES_PER_CODE_UNIT);
    for (let at = 0; at < piece.length; at++) {
      const code = piece.charCodeAt(at);
      if (code >= 0x80) return this.encoder.encodeInto(piece, this.bytes).written;
      this.bytes[at] = code;
    }
    return piece.length;
  }
}

/** Where each character ends, in code units and in bytes of UTF-8. */
function* charactersOf(text: string): Generator<{ end: number; bytes: number }> {
  let end = 0;
  let bytes = 0;
  for (const character of text) {
    end += character.length;
    bytes += bytesOf(character.codePointAt(0)!);
    yield { end, bytes };
  }
}

function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
