import { stem } from '../../../kernel/text/stem';
import { wordsOf } from '../../../kernel/text/words';
import { questionTerms, type QuestionTerm } from './question-terms';
import { type Stem, type Stemmers } from './stemmers';

const QUOTED = /["“”„«»]([^"“”„«»]+)["“”„«»]/g;

/** Words that have to stand side by side, those that only carry grammar included: for each its possible stems. */
export type Phrase = readonly ReadonlySet<string>[];

export interface AskedQuestion {
  readonly text: string;
  readonly terms: readonly QuestionTerm[];
  readonly phrases: readonly Phrase[];
  /** The words of the phrases that can be looked up. */
  readonly words: readonly QuestionTerm[];
}

/** What stands in quotation marks is a phrase, and its words count like all others besides. */
export function readQuestion(text: string, languages: readonly string[], stemmers: Stemmers): AskedQuestion {
  const stems = languages.flatMap((language) => stemmers.of(language) ?? []);
  const quoted = [...text.matchAll(QUOTED)].map(([, inside]) => inside!);
  return {
    text,
    terms: questionTerms(text, languages, stemmers),
    phrases: quoted.map((inside) => phraseOf(inside, stems)).filter(({ length }) => length > 0),
    words: questionTerms(quoted.join('\n'), languages, stemmers),
  };
}

/** Whether the words of the phrase follow each other in the text, in whatever inflection. */
export function hasPhrase(text: string, phrase: Phrase, stemOf: Stem | null): boolean {
  const words = wordsOf(text);
  const isMeant = (word: string, meant: ReadonlySet<string>) =>
    meant.has(stem(word)) || (stemOf !== null && meant.has(stemOf(word)));
  return words.some((_, start) => phrase.every((meant, i) => isMeant(words[start + i] ?? '', meant)));
}

function phraseOf(text: string, stems: readonly Stem[]): Phrase {
  return wordsOf(text).map((word) => new Set([stem(word), ...stems.map((stemOf) => stemOf(word))]));
}
