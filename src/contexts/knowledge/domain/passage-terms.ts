import { stem } from '../../../kernel/text/stem';
import { isStopWord } from '../../../kernel/text/stop-words';
import { wordsOf } from '../../../kernel/text/words';

const HEADING_WEIGHT = 1;
const TITLE_WEIGHT = 1;

export interface Passage {
  readonly title: string;
  readonly heading: string | null;
  readonly text: string;
}

/** The stems of a passage, each with its frequency; its place in the document counts as words of its own. */
export function termsOfPassage({ title, heading, text }: Passage): Map<string, number> {
  const terms = new Map<string, number>();
  addWords(terms, text, 1);
  addWords(terms, heading ?? '', HEADING_WEIGHT);
  addWords(terms, title, TITLE_WEIGHT);
  return terms;
}

/** The different stems of a question, without words that only carry grammar. */
export function stemsOfQuestion(question: string): string[] {
  const terms = new Map<string, number>();
  addWords(terms, question, 1);
  return [...terms.keys()];
}

function addWords(terms: Map<string, number>, text: string, weight: number): void {
  for (const word of wordsOf(text)) {
    if (isStopWord(word)) continue;
    const stemmed = stem(word);
    terms.set(stemmed, (terms.get(stemmed) ?? 0) + weight);
  }
}
