import { skipWhiteSpace, skipWhiteSpaceBack } from '../../../../kernel/text/white-space';
import { type Tokenizer } from '../tokenizer';
import { type Span } from './chunk';

/** Far more characters than a token holds in any language: above it a span is over the limit without counting. */
const MOST_CHARACTERS_PER_TOKEN = 24;

export class MeasuredText {
  constructor(
    readonly content: string,
    private readonly tokenizer: Tokenizer,
  ) {}

  trimmed({ start, end }: Span): Span {
    const ink = skipWhiteSpace(this.content, start, end);
    return { start: ink, end: skipWhiteSpaceBack(this.content, ink, end) };
  }

  tokensIn({ start, end }: Span): number {
    return this.tokenizer.count(this.content.slice(start, end));
  }

  /** The count, or infinity where the length alone says that it is over the limit. */
  tokensUpTo(limit: number, span: Span): number {
    return span.end - span.start > limit * MOST_CHARACTERS_PER_TOKEN ? Infinity : this.tokensIn(span);
  }
}
