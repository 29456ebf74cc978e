import { sentencesOf } from '../../../kernel/text/sentences';
import { wordsOf } from '../../../kernel/text/words';
import { spokenLanguage } from '../../../kernel/text/spoken-language';
import { type Passage } from './planner';
import { TermReader } from './text-terms';

const LONGEST_REPLY = 40_000;
const FEWEST_TERMS = 2;
/** The share of a sentence's words that a passage has to have, and its numbers all. */
const LEAST_COVERAGE = 0.55;
const MOST_SUPPORTS = 3;
const MARK = /\[(\d{1,3})\]/g;

/** A place in a document that carries a sentence. */
export interface Support {
  readonly chunkId: string;
  readonly documentId: string;
  readonly title: string;
  readonly heading: string | null;
  readonly pageFrom: number | null;
  readonly pageTo: number | null;
  /** Of the sentence in the passage that carries it best. */
  readonly start: number;
  readonly end: number;
}

export interface GroundedSentence {
  /** Where it stands in the reply. */
  readonly start: number;
  readonly end: number;
  /** A question or a courtesy asserts nothing, and needs no document. */
  readonly isAssertion: boolean;
  readonly supports: readonly Support[];
}

interface ReadPassage {
  readonly passage: Passage;
  readonly terms: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  readonly language: string | null;
}

/** Which passages carry each sentence of a reply. `cited` are the chunks that its marks [1], [2] … stand for. */
export function groundSentences(
  reply: string,
  cited: readonly string[],
  passages: readonly Passage[],
): GroundedSentence[] {
  const reader = new TermReader();
  const read = passages.map((passage) => readPassage(passage, reader));
  return sentenceSpans(reply.slice(0, LONGEST_REPLY)).map(({ start, end }) => {
    const text = reply.slice(start, end);
    const bare = text.replace(MARK, '');
    const terms = reader.termsOf(bare);
    const isAssertion = terms.size >= FEWEST_TERMS && !/[?？]["')”’»\s]*$/.test(bare);
    const marked = [...text.matchAll(MARK)].flatMap(([, number]) => cited[Number(number) - 1] ?? []);
    const supports = isAssertion ? supportsOf(bare, terms, marked, read, reader) : [];
    return { start, end, isAssertion, supports };
  });
}

/** The share of assertions that documents carry; 1 where nothing is asserted. */
export function groundedShare(sentences: readonly GroundedSentence[]): number {
  const assertions = sentences.filter(({ isAssertion }) => isAssertion);
  const carried = assertions.filter(({ supports }) => supports.length > 0);
  return assertions.length === 0 ? 1 : carried.length / assertions.length;
}

/** A mark that stands behind the full stop belongs to the sentence before it. */
function sentenceSpans(reply: string): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  for (const { start, end } of sentencesOf(reply)) {
    const text = reply.slice(start, end);
    const lead = /^(?:\s*\[\d{1,3}\])+\s*/.exec(text)?.[0].length ?? 0;
    const previous = spans.at(-1);
    if (lead > 0 && previous) previous.end = start + reply.slice(start, start + lead).trimEnd().length;
    const from = previous ? start + lead : start;
    const trimmed = reply.slice(from, end).trimEnd();
    if (trimmed) spans.push({ start: from, end: from + trimmed.length });
  }
  return spans;
}

function readPassage(passage: Passage, reader: TermReader): ReadPassage {
  const text = `${passage.title} ${passage.heading ?? ''} ${passage.text}`;
  return {
    passage,
    terms: reader.termsOf(text),
    numbers: numbersIn(text),
    language: spokenLanguage(passage.text),
  };
}

function supportsOf(
  sentence: string,
  terms: ReadonlySet<string>,
  marked: readonly string[],
  passages: readonly ReadPassage[],
  reader: TermReader,
): Support[] {
  const numbers = numbersIn(sentence);
  const language = spokenLanguage(sentence);
  return passages
    .map((read) => ({ read, coverage: shareOf(terms, read.terms) }))
    .filter(({ read, coverage }) => {
      if (![...numbers].every((number) => read.numbers.has(number))) return false;
      if (coverage >= LEAST_COVERAGE) return true;
      // Words of another language cannot be compared: there the model's own mark has to do.
      const isTranslated = language !== null && read.language !== null && language !== read.language;
      return isTranslated && marked.includes(read.passage.chunkId);
    })
    .sort(
      (a, b) =>
        Number(isMarked(b.read, marked)) - Number(isMarked(a.read, marked)) || b.coverage - a.coverage,
    )
    .slice(0, MOST_SUPPORTS)
    .map(({ read: { passage } }) => supportIn(passage, terms, reader));
}

function isMarked({ passage }: ReadPassage, marked: readonly string[]): boolean {
  return marked.includes(passage.chunkId);
}

function supportIn(passage: Passage, terms: ReadonlySet<string>, reader: TermReader): Support {
  const { chunkId, documentId, title, heading = null, pageFrom = null, pageTo = null, text } = passage;
  let best = { start: 0, end: text.length, coverage: -1 };
  for (const { start, end } of sentencesOf(text)) {
    const quoted = text.slice(start, end).trimEnd();
    const coverage = shareOf(terms, reader.termsOf(quoted));
    if (coverage > best.coverage) best = { start, end: start + quoted.length, coverage };
  }
  return { chunkId, documentId, title, heading, pageFrom, pageTo, start: best.start, end: best.end };
}

function shareOf(terms: ReadonlySet<string>, known: ReadonlySet<string>): number {
  let found = 0;
  for (const term of terms) if (known.has(term)) found++;
  return terms.size === 0 ? 0 : found / terms.size;
}

function numbersIn(text: string): ReadonlySet<string> {
  return new Set(wordsOf(text).filter((word) => /^\d+$/.test(word)));
}
