import { type KnowledgeHit } from '../contracts/search-knowledge.query';
import { type AskedQuestion, hasPhrase } from '../domain/asked-question';
import { highlightsIn } from '../domain/highlights';
import { ShownTexts } from '../domain/near-duplicates';
import { type QuestionTerm } from '../domain/question-terms';
import { type Stem, type Stemmers } from '../domain/stemmers';
import { type Candidate } from '../domain/vector-index';
import { type PassageRow } from './passages';

type ReadPassages = (chunkIds: readonly string[]) => Promise<ReadonlyMap<string, PassageRow>>;

/** What makes a passage a hit, and what is marked in it. */
export interface Choice {
  readonly limit: number;
  readonly phrases: AskedQuestion['phrases'];
  readonly marked: readonly QuestionTerm[];
}

/** Phrases leave few of many: they are read in one go. Otherwise a few more than wanted, for what proves a repetition. */
const AT_ONCE_FOR_PHRASES = 200;
const SPARE = 5;

/**
 * The best candidates that still exist, have the phrases and are no repetition. Candidates are read in slices, because
 * mostly the first one has enough.
 */
export async function chooseHits(
  ranked: readonly Candidate[],
  read: ReadPassages,
  { limit, phrases, marked }: Choice,
  stemmers: Stemmers,
): Promise<KnowledgeHit[]> {
  const size = phrases.length > 0 ? AT_ONCE_FOR_PHRASES : 2 * limit + SPARE;
  const hits: (KnowledgeHit & { duplicates: number })[] = [];
  const shown = new ShownTexts();
  for (let start = 0; start < ranked.length && hits.length < limit; start += size) {
    const slice = ranked.slice(start, start + size);
    const rows = await read(slice.map(({ chunkId }) => chunkId));
    for (const { chunkId, score } of slice) {
      const row = rows.get(chunkId);
      const stemOf = row?.language ? stemmers.of(row.language) : null;
      if (!row || !phrases.every((phrase) => hasAnywhere(row, phrase, stemOf))) continue;
      const repeated = shown.placeOfRepeated(row.text);
      if (repeated !== null) hits[repeated]!.duplicates++;
      else if (hits.length < limit) {
        shown.show(row.text);
        hits.push({ ...hitOf(row, score), highlights: highlightsIn(row.text, marked, stemOf) });
      }
    }
  }
  return hits;
}

function hasAnywhere(
  row: PassageRow,
  phrase: AskedQuestion['phrases'][number],
  stemOf: Stem | null,
): boolean {
  return [row.text, row.heading ?? '', row.title].some((text) => hasPhrase(text, phrase, stemOf));
}

function hitOf({ language: _, ...row }: PassageRow, score: number): KnowledgeHit & { duplicates: number } {
  return { ...row, score: Math.round(score * 10_000) / 10_000, highlights: [], duplicates: 0 };
}
