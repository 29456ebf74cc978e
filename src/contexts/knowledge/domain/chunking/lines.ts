import { skipWhiteSpace } from '../../../../kernel/text/white-space';
import { type Span } from './chunk';

export interface Line extends Span {
  /** The first character that is not white space; `end` in a blank line. */
  ink: number;
}

/** The lines between two positions, without their line breaks. */
export function* linesOf(content: string, start: number, end: number): Generator<Line> {
  let from = start;
  while (from < end) {
    const lineBreak = content.indexOf('\n', from);
    const lineEnd = lineBreak === -1 || lineBreak > end ? end : lineBreak;
    yield { start: from, end: lineEnd, ink: skipWhiteSpace(content, from, lineEnd) };
    from = lineEnd + 1;
  }
}
