import { Tokenizer } from '../domain/tokenizer';

/**
 * Estimates from the kinds of characters, without the vocabulary, whose loading costs tens of megabytes. Measured over
 * pieces of 1400 characters against o200k: 0.95 to 1.15 times the true count on average in English, German, French,
 * Spanish and Italian, 1.3 in code, 1.2 in Chinese and Japanese; at worst 0.65 (Czech, Finnish) and 1.6 (Vietnamese).
 */
export class EstimatingTokenizer extends Tokenizer {
  count(text: string): number {
    let tokens = 0;
    let at = 0;
    while (at < text.length) {
      const kind = kindAt(text, at);
      let end = at + 1;
      while (end < text.length && kindAt(text, end) === kind) end++;
      tokens += TOKENS_IN_RUN[kind](end - at);
      at = end;
    }
    return Math.ceil(tokens);
  }
}

type Kind =
  | 'space'
  | 'lineBreak'
  | 'latin'
  | 'accented'
  | 'capital'
  | 'digit'
  | 'sign'
  | 'alphabet'
  | 'syllabic'
  | 'ideograph'
  | 'rare';

const TOKENS_IN_RUN: Record<Kind, (length: number) => number> = {
  // A single space belongs to the word after it.
  space: (length) => (length > 1 ? 1 + length / 80 : 0),
  lineBreak: (length) => 1 + length / 16,
  latin: (length) => (length <= 6 ? 1 : 1 + (length - 6) / 4),
  accented: (length) => length * 0.4,
  capital: (length) => (length === 1 ? 0.2 : length / 2.5),
  digit: (length) => Math.ceil(length / 3),
  sign: (length) => (length <= 2 ? length * 0.85 : 1 + length / 4),
  alphabet: (length) => 0.6 + length / 3.4,
  syllabic: (length) => 0.6 + length / 2.6,
  ideograph: (length) => length * 0.9,
  rare: (length) => length * 1.5,
};

function kindAt(text: string, at: number): Kind {
  const code = text.charCodeAt(at);
  if (code < 0x80) return asciiKind(code);
  if (code < 0x100) return code >= 0xc0 ? 'latin' : 'sign';
  if (code < 0x250) return 'accented';
  if (code < 0x900) return 'alphabet';
  if (code < 0x2000) return 'syllabic';
  if (code >= 0x3040 && code <= 0xd7ff) return 'ideograph';
  return 'rare';
}

function asciiKind(code: number): Kind {
  if (code >= 97 && code <= 122) return 'latin';
  if (code === 32 || code === 9) return 'space';
  if (code >= 65 && code <= 90) return 'capital';
  if (code >= 48 && code <= 57) return 'digit';
  return code === 10 || code === 13 ? 'lineBreak' : 'sign';
}
