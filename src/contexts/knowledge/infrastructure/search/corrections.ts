import { type QuestionTerm } from '../../domain/question-terms';
import { canBeMisspelt } from '../../domain/spelling';
import { termKey } from './packed-terms';
import { type Postings } from './postings';
import { type SimilarStem, type Vocabulary } from './vocabulary';

/** Each costs a walk through the vocabulary. */
const MOST_CORRECTED = 4;
const MOST_STEMS = 3;
const TRUST_AFTER = [1, 0.8, 0.6] as const;

export interface Correction {
  readonly stems: readonly string[];
  readonly trust: number;
}

/** What is looked for in place of words that no passage has: the stems most like them, the more common first. */
export class Corrections {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly postings: Postings,
  ) {}

  of(terms: readonly QuestionTerm[]): ReadonlyMap<QuestionTerm, Correction> {
    const corrections = new Map<QuestionTerm, Correction>();
    const unknown = terms.filter(({ word, stems }) => canBeMisspelt(word) && !stems.some(this.isKnown));
    for (const term of unknown.slice(0, MOST_CORRECTED)) {
      const correction = this.correctionOf(term);
      if (correction) corrections.set(term, correction);
    }
    return corrections;
  }

  private readonly isKnown = (stemmed: string): boolean => this.postings.rowsWith(termKey(stemmed)) > 0;

  private correctionOf({ stems }: QuestionTerm): Correction | null {
    const similar = stems.flatMap((stemmed) => this.vocabulary.similarTo(stemmed));
    const fewest = Math.min(...similar.map(({ mistakes }) => mistakes));
    const nearest = similar.filter(({ mistakes }) => mistakes === fewest).sort(this.compare);
    if (nearest.length === 0) return null;
    const best = [...new Set(nearest.map(({ stem }) => stem))].slice(0, MOST_STEMS);
    return { stems: best, trust: TRUST_AFTER[fewest] ?? 0 };
  }

  private readonly compare = (a: SimilarStem, b: SimilarStem): number =>
    b.alike - a.alike || this.postings.rowsWith(termKey(b.stem)) - this.postings.rowsWith(termKey(a.stem));
}
