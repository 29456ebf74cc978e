import { functionWordsOf } from '../../../kernel/text/function-words';
import { stem } from '../../../kernel/text/stem';
import { isStopWord } from '../../../kernel/text/stop-words';
import { accentedWordsOf, wordsOf } from '../../../kernel/text/words';
import { type Stemmers } from './stemmers';

/** A word of a question, with what it may be called in the passages of the languages that are searched. */
export interface QuestionTerm {
  readonly word: string;
  /** All different. The first is the common one, by which passages of every other language know the word. */
  readonly stems: readonly string[];
}

/** The different words of a question, without those that only carry grammar in one of the languages. */
export function questionTerms(
  question: string,
  languages: readonly string[],
  stemmers: Stemmers,
): readonly QuestionTerm[] {
  const stems = languages.flatMap((language) => stemmers.of(language) ?? []);
  const grammar = languages.map(functionWordsOf);
  const words = wordsOf(question);
  const accented = accentedWordsOf(question);
  // Rare signs fall apart when they are folded: then no word is known by its accents.
  const spelled = accented.length === words.length ? accented : words;
  const terms = new Map<string, QuestionTerm>();
  words.forEach((word, i) => {
    if (isStopWord(word) || grammar.some((functionWords) => functionWords.has(word))) return;
    const different = [...new Set([stem(word), ...stems.map((stemOf) => stemOf(spelled[i]!))])];
    const key = different.join(' ');
    if (!terms.has(key)) terms.set(key, { word, stems: different });
  });
  return [...terms.values()];
}
