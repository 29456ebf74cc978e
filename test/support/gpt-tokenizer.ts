import { isWhiteSpace } from '../../src/kernel/text/white-space';
import { Tokenizer } from '../../src/contexts/knowledge/domain/tokenizer';

type Vocabulary = 'cl100k_base' | 'o200k_base';

interface Encoding {
  countTokens(text: string, options?: { disallowedSpecial?: Set<string> }): number;
  clearMergeCache(): void;
}

/** The time for one run without spaces grows with its square, so a long text is counted in windows. */
const WINDOW = 1024;
/** The package's cache of merges slows down badly once it is full, so it is emptied before. */
const CHARACTERS_PER_CACHE = 500_000;
const NOTHING_IS_SPECIAL = { disallowedSpecial: new Set<string>() };

/**
 * Exact to a token or so per window. Loading a vocabulary takes a good part of a second, and 35 MB (cl100k, the
 * embedding models') or 55 MB (o200k, the chat models'): for where an exact count is worth that.
 */
export class GptTokenizer extends Tokenizer {
  private countedSinceClear = 0;

  private constructor(private readonly encoding: Encoding) {
    super();
  }

  static async load(vocabulary: Vocabulary = 'cl100k_base'): Promise<GptTokenizer> {
    const encoding = await (vocabulary === 'o200k_base'
      ? import('gpt-tokenizer/encoding/o200k_base')
      : import('gpt-tokenizer/encoding/cl100k_base'));
    return new GptTokenizer(encoding);
  }

  count(text: string): number {
    let tokens = 0;
    for (let start = 0; start < text.length;) {
      const end = windowEnd(text, start);
      tokens += this.encoding.countTokens(text.slice(start, end), NOTHING_IS_SPECIAL);
      start = end;
    }
    this.boundCache(text.length);
    return tokens;
  }

  private boundCache(countedNow: number): void {
    this.countedSinceClear += countedNow;
    if (this.countedSinceClear < CHARACTERS_PER_CACHE) return;
    this.encoding.clearMergeCache();
    this.countedSinceClear = 0;
  }
}

/** Before a space, which the vocabulary joins to the word after it; or, in a text without any, where the window ends. */
function windowEnd(text: string, start: number): number {
  const most = start + WINDOW;
  if (most >= text.length) return text.length;
  for (let at = most; at > start + 1; at--) {
    if (isWhiteSpace(text.charCodeAt(at)) && !isWhiteSpace(text.charCodeAt(at - 1))) return at;
  }
  return isLowSurrogate(text.charCodeAt(most)) ? most - 1 : most;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
