import { stem } from '../../src/kernel/text/stem';
import { isStopWord } from '../../src/kernel/text/stop-words';
import { wordsOf } from '../../src/kernel/text/words';
import { type CollectionDocument } from './retrieval-collection';

const SATURATION = 1.2;
const LENGTH_INFLUENCE = 0.75;

/** BM25 by the book, over whole documents. */
export class ReferenceBm25 {
  private readonly postings = new Map<string, Map<string, number>>();
  private readonly lengths = new Map<string, number>();
  private readonly averageLength: number;

  constructor(documents: CollectionDocument[]) {
    for (const { id, title, content } of documents) {
      const terms = termsOf(`${title}\n${content}`);
      this.lengths.set(id, terms.length);
      for (const term of terms) this.count(term, id);
    }
    const total = [...this.lengths.values()].reduce((sum, length) => sum + length, 0);
    this.averageLength = total / documents.length;
  }

  rank(query: string): string[] {
    const scores = new Map<string, number>();
    for (const term of new Set(termsOf(query))) {
      const having = this.postings.get(term) ?? new Map<string, number>();
      const idf = Math.log(1 + (this.lengths.size - having.size + 0.5) / (having.size + 0.5));
      for (const [id, frequency] of having) {
        const length = (this.lengths.get(id) ?? 0) / this.averageLength;
        const damping = SATURATION * (1 - LENGTH_INFLUENCE + LENGTH_INFLUENCE * length);
        const score = (idf * frequency * (SATURATION + 1)) / (frequency + damping);
        scores.set(id, (scores.get(id) ?? 0) + score);
      }
    }
    return [...scores].sort(([, a], [, b]) => b - a).map(([id]) => id);
  }

  private count(term: string, id: string): void {
    const having = this.postings.get(term) ?? new Map<string, number>();
    this.postings.set(term, having.set(id, (having.get(id) ?? 0) + 1));
  }
}

function termsOf(text: string): string[] {
  return wordsOf(text)
    .filter((word) => !isStopWord(word))
    .map(stem);
}
