import { foldText } from '../../../kernel/text/fold';
import { functionWordsOf } from '../../../kernel/text/function-words';
import { stem } from '../../../kernel/text/stem';
import { isStopWord } from '../../../kernel/text/stop-words';
import { accentedWordsOf, wordsOf } from '../../../kernel/text/words';
import { type Stemmers } from './stemmers';

const HEADING_WEIGHT = 1;
const TITLE_WEIGHT = 1;

export interface Passage {
  readonly title: string;
  readonly heading: string | null;
  readonly text: string;
}

/** The stems of a passage, each with its frequency; its place in the document counts as words of its own. */
export function termsOfPassage(
  { title, heading, text }: Passage,
  language: string | null,
  stemmers: Stemmers,
): Map<string, number> {
  const terms = new Map<string, number>();
  const add = (stems: readonly string[], weight: number): void => {
    for (const stemmed of stems) terms.set(stemmed, (terms.get(stemmed) ?? 0) + weight);
  };
  add(stemsIn(text, language, stemmers), 1);
  add(stemsIn(heading ?? '', language, stemmers), HEADING_WEIGHT);
  add(stemsIn(title, language, stemmers), TITLE_WEIGHT);
  return terms;
}

/** The different stems of a question, without words that only carry grammar. */
export function stemsOfQuestion(question: string): string[] {
  return [...new Set(commonStemsIn(question))];
}

function stemsIn(text: string, language: string | null, stemmers: Stemmers): string[] {
  const stemOf = language === null ? null : stemmers.of(language);
  if (language === null || !stemOf) return commonStemsIn(text);
  const functionWords = functionWordsOf(language);
  const topical = accentedWordsOf(text).filter((word) => {
    const folded = foldText(word);
    return !isStopWord(folded) && !functionWords.has(folded);
  });
  return topical.map(stemOf);
}

function commonStemsIn(text: string): string[] {
  return wordsOf(text)
    .filter((word) => !isStopWord(word))
    .map(stem);
}
