import { foldText } from './fold';

const ASCII_WORD = /[a-z0-9]+/g;
const ANY_WORD = /[\p{L}\p{N}\p{M}]+/gu;
const BEYOND_ASCII = /[\u0080-\uffff]/;
// Scripts written without spaces: Thai, Lao, Khmer, kana, and the Han ideographs.
const UNSPACED_RUN = /[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+/g;

/** The words of a text in order, folded. Runs of scripts without spaces become overlapping pairs of characters. */
export function wordsOf(text: string): string[] {
  const folded = foldText(text);
  if (!BEYOND_ASCII.test(folded)) return folded.match(ASCII_WORD) ?? [];
  const words: string[] = [];
  for (const run of folded.match(ANY_WORD) ?? []) pushRun(run, words);
  return words;
}

function pushRun(run: string, words: string[]): void {
  let end = 0;
  for (const unspaced of run.matchAll(UNSPACED_RUN)) {
    if (unspaced.index > end) words.push(run.slice(end, unspaced.index));
    pushPairs(unspaced[0], words);
    end = unspaced.index + unspaced[0].length;
  }
  if (end < run.length) words.push(run.slice(end));
}

function pushPairs(run: string, words: string[]): void {
  if (run.length === 1) words.push(run);
  for (let i = 0; i + 1 < run.length; i++) words.push(run.slice(i, i + 2));
}
