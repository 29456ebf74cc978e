import { stem } from '../../../kernel/text/stem';
import { isCommonStem, isStopWord } from '../../../kernel/text/stop-words';
import { wordsOf } from '../../../kernel/text/words';

const WEIGHT_OF_COMMON_TERM = 0.4;
/** As much as a word of a single sentence: it may be what the question is really about. */
const WEIGHT_OF_ABSENT_TERM = 2;

/** The stems of the words that carry a topic. Remembers every word, for a question meets the same ones over and over. */
export class TermReader {
  private readonly stems = new Map<string, string | null>();
  private readonly read = new Map<string, ReadonlySet<string>>();

  termsOf(text: string): ReadonlySet<string> {
    const known = this.read.get(text);
    if (known) return known;
    const terms = new Set<string>();
    for (const word of wordsOf(text)) {
      const term = this.stemOf(word);
      if (term !== null) terms.add(term);
    }
    this.read.set(text, terms);
    return terms;
  }

  private stemOf(word: string): string | null {
    const known = this.stems.get(word);
    if (known !== undefined) return known;
    const term = isStopWord(word) ? null : stem(word);
    this.stems.set(word, term);
    return term;
  }
}

/** How much each asked term tells: from 1 for one that is in every sentence to 2 for one that is in a single one. */
export function weighTerms(
  asked: readonly string[],
  sentences: readonly ReadonlySet<string>[],
): ReadonlyMap<string, number> {
  const scale = Math.log(sentences.length + 1);
  return new Map(
    asked.map((term) => {
      const frequency = sentences.reduce((count, terms) => count + (terms.has(term) ? 1 : 0), 0);
      const rarity = 2 - Math.log(frequency + 1) / (scale + Math.LN2);
      const weight = frequency === 0 ? WEIGHT_OF_ABSENT_TERM : rarity;
      return [term, isCommonStem(term) ? weight * WEIGHT_OF_COMMON_TERM : weight];
    }),
  );
}
