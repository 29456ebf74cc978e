import { type QuestionTerm } from '../../domain/question-terms';
import { BestRows, type ScoredRow } from './best-rows';
import { type Correction, Corrections } from './corrections';
import { withRoomFor } from './growing-array';
import { forEachTerm, termKey } from './packed-terms';
import { Postings, type RowScores } from './postings';
import { RowsOfWord } from './rows-of-word';
import { Vocabulary } from './vocabulary';

// BM25's usual constants: how soon repeating a word stops to count, and how much a long passage is held against it.
const SATURATION = 1.2;
const LENGTH_INFLUENCE = 0.75;
/** A word that nearly every passage has costs a walk through them all, and tells next to nothing. */
const NEGLIGIBLE = 0.01;
const FIRST_ROWS = 64;

export interface KeywordRows {
  readonly rows: readonly ScoredRow[];
  readonly corrected: readonly QuestionTerm[];
}

/** A word of the question as it is looked for. */
interface Weighed {
  readonly rows: RowsOfWord;
  readonly information: number;
  /** Less than one for a word that is only guessed. */
  readonly trust: number;
}

/** BM25 over the passages of one workspace. */
export class KeywordRanking {
  private readonly postings = new Postings();
  private readonly vocabulary = new Vocabulary();
  private readonly corrections = new Corrections(this.vocabulary, this.postings);
  private lengths = new Uint16Array(FIRST_ROWS);
  /** What a row's length adds under the fraction; depends on the average, so it is of one state of the index. */
  private dampings: Float32Array | null = null;
  private scores = new Float32Array(FIRST_ROWS);
  private found = new Uint32Array(FIRST_ROWS);
  private rows = 0;
  private words = 0;

  get bytes(): number {
    const perRow = this.lengths.byteLength + 2 * this.scores.byteLength + this.found.byteLength;
    return this.postings.bytes + this.vocabulary.bytes + perRow;
  }

  set(row: number, terms: Buffer): void {
    let length = 0;
    forEachTerm(terms, (key, frequency, start, end) => {
      const isNew = this.postings.add(key, row, frequency);
      if (isNew && end > start) this.vocabulary.add(terms.subarray(start, end));
      length += frequency;
    });
    this.lengths = withRoomFor(this.lengths, row + 1);
    this.scores = withRoomFor(this.scores, row + 1);
    this.found = withRoomFor(this.found, row + 1);
    this.lengths[row] = Math.min(length, 0xffff);
    this.rows = Math.max(this.rows, row + 1);
    this.words += length;
    this.dampings = null;
  }

  /**
   * Scores are shares of the question's information. A passage of average length that has every word once comes to
   * one; the curve, straight at first, makes room above for those that repeat them.
   */
  best(terms: readonly QuestionTerm[], limit: number, excluded: Uint8Array): KeywordRows {
    const dampings = (this.dampings ??= this.computeDampings());
    const sum: RowScores = { scores: this.scores, found: this.found, count: 0 };
    const corrections = this.corrections.of(terms);
    const words = terms.map((term) => this.weighed(term, corrections.get(term)));
    const information = words.reduce((total, word) => total + word.information, 0);
    for (const { rows, information: weight, trust } of words) {
      if (weight < NEGLIGIBLE * information) continue;
      rows.score(trust * weight * (SATURATION + 1), dampings, sum);
    }
    const best = this.takeBest(sum, limit, excluded);
    return {
      rows: best.map(({ row, score }) => ({ row, score: Math.tanh(score / information) })),
      corrected: [...corrections].map(([{ word }, { stems }]) => ({ word, stems })),
    };
  }

  /** Marks the rows that lack one of the words. */
  excludeLacking(terms: readonly QuestionTerm[], excluded: Uint8Array): void {
    const having = new Uint32Array(excluded.length);
    terms.forEach(({ stems }, i) => {
      const note = (row: number) => {
        if (having[row] === i) having[row] = i + 1;
      };
      for (const stemmed of stems) this.postings.forEach(termKey(stemmed), note);
    });
    for (let row = 0; row < excluded.length; row++) if (having[row] !== terms.length) excluded[row] = 1;
  }

  private weighed({ stems }: QuestionTerm, correction: Correction | undefined): Weighed {
    const rows = new RowsOfWord(this.postings, (correction?.stems ?? stems).map(termKey), this.rows);
    const having = Math.min(rows.count, this.rows);
    const information = Math.log(1 + (this.rows - having + 0.5) / (having + 0.5));
    return { rows, information, trust: correction?.trust ?? 1 };
  }

  /** Leaves the scores as they were: all zero, for the next search. */
  private takeBest({ scores, found, count }: RowScores, limit: number, excluded: Uint8Array): ScoredRow[] {
    const best = new BestRows(limit);
    for (let i = 0; i < count; i++) {
      const row = found[i]!;
      const score = scores[row]!;
      scores[row] = 0;
      if (score > best.threshold && !excluded[row]) best.offer(row, score);
    }
    return best.sorted();
  }

  private computeDampings(): Float32Array {
    const perWord = (SATURATION * LENGTH_INFLUENCE * this.rows) / (this.words || 1);
    const least = SATURATION * (1 - LENGTH_INFLUENCE);
    return Float32Array.from(this.lengths.subarray(0, this.rows), (length) => least + perWord * length);
  }
}
