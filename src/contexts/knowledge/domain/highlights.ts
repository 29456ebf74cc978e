import { stem } from '../../../kernel/text/stem';
import { wordsOf } from '../../../kernel/text/words';
import { type TextRange } from '../contracts/search-knowledge.query';

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const MOST_HIGHLIGHTS = 50;

/** Where a passage has words of the question, in whatever inflection. */
export function highlightsIn(text: string, stems: readonly string[]): TextRange[] {
  const wanted = new Set(stems);
  const initials = new Set(stems.map((stemmed) => stemmed.charAt(0)));
  const ranges: TextRange[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!mayMatch(word, initials) || !wordsOf(word).some((part) => wanted.has(stem(part)))) continue;
    ranges.push({ start: index, end: index + word.length });
    if (ranges.length === MOST_HIGHLIGHTS) break;
  }
  return ranges;
}

/** Stemming never touches the first letter, so that most words need not be stemmed at all. */
function mayMatch(word: string, initials: ReadonlySet<string>): boolean {
  return word.charCodeAt(0) > 0x7f || initials.has(word.charAt(0).toLowerCase());
}
