import { type KnowledgeHit, type SpellingCorrection } from '../contracts/search-knowledge.query';
import { highlightsIn } from '../domain/highlights';
import { type QuestionTerm } from '../domain/question-terms';
import { type Stem } from '../domain/stemmers';

/**
 * The index knows stems, which are no words to show: the word is taken from the best hit that has it. So nobody is told
 * a word of a document that they may not read.
 */
export function spellingCorrections(
  corrected: readonly QuestionTerm[],
  hits: readonly KnowledgeHit[],
  stemsOf: readonly Stem[],
): SpellingCorrection[] {
  return corrected.flatMap((term) => {
    const to = firstWord(term, hits, stemsOf);
    return to ? [{ word: term.word, to }] : [];
  });
}

function firstWord(
  term: QuestionTerm,
  hits: readonly KnowledgeHit[],
  stemsOf: readonly Stem[],
): string | undefined {
  for (const { text, heading, title } of hits) {
    for (const where of [text, heading ?? '', title]) {
      for (const stemOf of [null, ...stemsOf]) {
        const [found] = highlightsIn(where, [term], stemOf);
        if (found) return where.slice(found.start, found.end).toLowerCase();
      }
    }
  }
  return undefined;
}
