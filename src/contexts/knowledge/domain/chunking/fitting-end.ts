import { isWhiteSpace } from '../../../../kernel/text/white-space';
import { characterBorderBefore } from './character-border';
import { type Span } from './chunk';
import { longestWithin } from './longest-within';
import { type MeasuredText } from './measured-text';

/** How far a border between words is looked for: in characters, or as a share of what would fit. */
const LONGEST_WORD = 64;
const LOOK_BACK = 0.1;

/** Where to cut a span so that what stands before the cut keeps the limit: between words if it can be. */
export function fittingEnd(text: MeasuredText, span: Span, limit: number): number {
  const fits = (end: number): boolean => text.tokensIn({ start: span.start, end }) <= limit;
  for (let room = limit; ; room = Math.floor(room * 0.95)) {
    const most = mostWithin(text, span, room);
    if (most >= span.end) return span.end;
    const after = wordBorderAfter(text.content, most, span.end);
    if (after !== null && fits(after)) return after;
    const cut = borderBefore(text, span.start, most);
    // Shortening a text can add a token or two, where it cuts one apart: then try again with less room.
    if (room <= 1 || fits(cut)) return cut;
  }
}

function mostWithin(text: MeasuredText, { start, end }: Span, limit: number): number {
  const length = longestWithin({
    limit,
    most: end - start,
    firstGuess: text.offsetAfter(start, limit) - start,
    tokensOf: (length) => text.tokensIn({ start, end: start + length }),
  });
  return start + Math.max(1, length);
}

function wordBorderAfter(content: string, from: number, end: number): number | null {
  for (let at = from + 1; at <= end && at - from <= LONGEST_WORD; at++) {
    if (at === end || isWhiteSpace(content.charCodeAt(at))) return at;
  }
  return null;
}

function borderBefore(text: MeasuredText, start: number, most: number): number {
  const length = most - start;
  const least = most - Math.max(Math.min(LONGEST_WORD, length / 2), length * LOOK_BACK);
  const { content } = text;
  for (let at = most; at > least; at--) {
    if (isWhiteSpace(content.charCodeAt(at - 1)) || isWhiteSpace(content.charCodeAt(at))) return at;
  }
  return text.tokenBorderBefore(most, least) ?? characterBorderBefore(content, start, most);
}
