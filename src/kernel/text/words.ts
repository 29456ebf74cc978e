import { foldText } from './fold';

const ASCII_WORD = /[a-z0-9]+/g;
const ANY_WORD = /[\p{L}\p{N}\p{M}]+/gu;
const BEYOND_ASCII = /[\u0080-\uffff]/;
// Scripts written without spaces: Thai, Lao, Burmese, Khmer, kana and the Han ideographs. And Hangul, whose spaces do
// not part a word from its particles.
const UNSPACED =
  '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]';
const HAS_UNSPACED = new RegExp(UNSPACED);
const UNSPACED_RUN = new RegExp(`${UNSPACED}+`, 'g');

/** The words of a text in order, folded. Runs of scripts without spaces become overlapping pairs of characters. */
export function wordsOf(text: string): string[] {
  const folded = foldText(text);
  return BEYOND_ASCII.test(folded) ? wordsIn(folded) : (folded.match(ASCII_WORD) ?? []);
}

/** The same words in lower case only, for who must see their accents. */
export function accentedWordsOf(text: string): string[] {
  return wordsIn(text.normalize('NFKC').toLowerCase());
}

/** Where in a run of letters and digits its words are. */
export function* wordSpansOf(run: string): Generator<readonly [start: number, end: number]> {
  let end = 0;
  for (const { 0: unspaced, index } of run.matchAll(UNSPACED_RUN)) {
    if (index > end) yield [end, index];
    end = index + unspaced.length;
    if (unspaced.length === 1) yield [index, end];
    for (let at = index; at + 1 < end; at++) yield [at, at + 2];
  }
  if (end < run.length) yield [end, run.length];
}

function wordsIn(text: string): string[] {
  const words: string[] = [];
  for (const run of text.match(ANY_WORD) ?? []) {
    if (!HAS_UNSPACED.test(run)) words.push(run);
    else for (const [start, end] of wordSpansOf(run)) words.push(run.slice(start, end));
  }
  return words;
}
