import { stem } from '../../../kernel/text/stem';
import { accentedWordsOf, wordSpansOf, wordsOf } from '../../../kernel/text/words';
import { type TextRange } from '../contracts/search-knowledge.query';
import { type QuestionTerm } from './question-terms';
import { type Stem } from './stemmers';

const RUN = /[\p{L}\p{N}\p{M}]+/gu;
const BEYOND_ASCII = /[\u0080-\uffff]/;
const MOST_HIGHLIGHTS = 50;

/** Where a passage has words of the question, in whatever inflection of its language. */
export function highlightsIn(text: string, terms: readonly QuestionTerm[], stemOf: Stem | null): TextRange[] {
  const wanted = new Set(terms.flatMap(({ stems }) => stems));
  const isWanted = matcherOf(wanted, stemOf);
  const initials = new Set([...wanted].map((stemmed) => stemmed.charAt(0)));
  const ranges: TextRange[] = [];
  for (const { 0: run, index } of text.matchAll(RUN)) {
    if (!mayMatch(run, initials)) continue;
    for (const [start, end] of wordSpansOf(run)) {
      if (isWanted(run.slice(start, end))) mark(ranges, { start: index + start, end: index + end });
    }
    if (ranges.length >= MOST_HIGHLIGHTS) break;
  }
  return ranges.slice(0, MOST_HIGHLIGHTS);
}

function matcherOf(wanted: ReadonlySet<string>, stemOf: Stem | null): (word: string) => boolean {
  const byDefault = (word: string) => wordsOf(word).some((part) => wanted.has(stem(part)));
  if (!stemOf) return byDefault;
  return (word) => byDefault(word) || accentedWordsOf(word).some((part) => wanted.has(stemOf(part)));
}

/** Pairs of characters overlap, and make one highlight. */
function mark(ranges: TextRange[], range: TextRange): void {
  const last = ranges.at(-1);
  if (last && last.end > range.start) ranges[ranges.length - 1] = { start: last.start, end: range.end };
  else ranges.push(range);
}

/** Stemming never touches the first letter, so that most words need not be stemmed at all. */
function mayMatch(run: string, initials: ReadonlySet<string>): boolean {
  return initials.has(run.charAt(0).toLowerCase()) || BEYOND_ASCII.test(run);
}
