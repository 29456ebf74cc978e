import { type PassageSentence, sentencesOfPassage } from './passage-sentences';
import { type QuestionKind, questionKind } from './question-kind';
import { TermReader, weighTerms } from './text-terms';

export interface AnswerPassage {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface ExtractiveAnswer {
  /** Sentences of the passages, each followed by the number of its passage: "Refunds take five days. [1]" */
  readonly reply: string;
  readonly confidence: number;
  /** In the order of the numbers in the reply. */
  readonly usedPassageIds: readonly string[];
}

const LONGEST_QUESTION = 2_000;
const MOST_ASKED_TERMS = 48;
const MOST_PASSAGES = 20;
const MOST_SENTENCES = 3;
const LONGEST_SENTENCE = 400;
/** Below this share of the question, a sentence has a word in common with it but no answer to it. */
const LEAST_COVERAGE = 0.35;
/** What a further sentence has to add, and what it has to cover by itself. */
const LEAST_GAIN = 0.15;
const LEAST_OWN_COVERAGE = 0.3;
/** A title or heading says what a sentence is about, but less surely than its own words. */
const CREDIT_FOR_CONTEXT = 0.6;
const BONUS_FOR_FORM = 0.12;
const COST_OF_RANK = 0.03;
const COST_OF_FRAGMENT = 0.15;
const FEWEST_WORDS = 4;
const HIGHEST_CONFIDENCE = 0.95;
const HIGHEST_CONFIDENCE_OF_ONE_TERM = 0.7;
const CAUTION = 1.5;

interface Candidate {
  passage: number;
  position: number;
  sentence: PassageSentence;
  terms: ReadonlySet<string>;
  contextTerms: readonly ReadonlySet<string>[];
}

interface Scored extends Candidate {
  coverage: number;
  score: number;
}

/** Answers in the words of the passages, best passage first; null where none of them has an answer. */
export function extractAnswer(question: string, passages: readonly AnswerPassage[]): ExtractiveAnswer | null {
  const reader = new TermReader();
  const asked = [...reader.termsOf(question.slice(0, LONGEST_QUESTION))].slice(0, MOST_ASKED_TERMS);
  const candidates = passages
    .slice(0, MOST_PASSAGES)
    .flatMap((passage, rank) => candidatesOf(passage, rank, reader));
  if (asked.length === 0 || candidates.length === 0) return null;
  const cover = new Coverage(
    weighTerms(
      asked,
      candidates.map(({ terms }) => terms),
    ),
  );
  const kind = questionKind(question);
  const ranked = candidates
    .map((candidate) => scored(candidate, cover, kind))
    .sort((a, b) => b.score - a.score);
  const best = ranked[0];
  if (!best || best.coverage < LEAST_COVERAGE || cover.own([best]) === 0) return null;
  const chosen = chooseWith(best, ranked, cover, kind);
  return { ...compose(chosen, passages), confidence: confidenceIn(best, chosen, cover, asked.length) };
}

function candidatesOf({ title, text }: AnswerPassage, passage: number, reader: TermReader): Candidate[] {
  const titleTerms = reader.termsOf(title.slice(0, 300));
  return sentencesOfPassage(text).map((sentence, position) => ({
    passage,
    position,
    sentence,
    terms: reader.termsOf(sentence.text),
    contextTerms: [titleTerms, reader.termsOf(sentence.context)],
  }));
}

class Coverage {
  private readonly total: number;

  constructor(private readonly weights: ReadonlyMap<string, number>) {
    this.total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  }

  /** The share of the question that the sentences' own words cover together. */
  own(sentences: readonly Candidate[]): number {
    return this.share((term) => (sentences.some(({ terms }) => terms.has(term)) ? 1 : 0));
  }

  /** The same, with some credit for the titles and headings above them. */
  withContext(sentences: readonly Candidate[]): number {
    return this.share((term) => {
      if (sentences.some(({ terms }) => terms.has(term))) return 1;
      return sentences.some(({ contextTerms }) => contextTerms.some((terms) => terms.has(term)))
        ? CREDIT_FOR_CONTEXT
        : 0;
    });
  }

  private share(credit: (term: string) => number): number {
    let covered = 0;
    for (const [term, weight] of this.weights) covered += weight * credit(term);
    return covered / this.total;
  }
}

function scored(candidate: Candidate, cover: Coverage, kind: QuestionKind): Scored {
  const coverage = cover.withContext([candidate]);
  const form = hasFormOf(kind, candidate.sentence) ? BONUS_FOR_FORM : 0;
  const fragment = candidate.terms.size < FEWEST_WORDS ? COST_OF_FRAGMENT / (1 + candidate.terms.size) : 0;
  return { ...candidate, coverage, score: coverage + form - fragment - COST_OF_RANK * candidate.passage };
}

const COPULA =
  /^(?:\S+\s+){1,6}(?:is|are|means|refers|ist|sind|bedeutet|est|sont|es|son|significa|è|sono)\s/i;
const INSTRUCTION =
  /^(?:to|go|open|click|select|choose|enter|use|send|log|sign|press|tap|visit|contact|create|um|klicken|offnen|öffnen|wahlen|wählen|gehen|senden|pour|cliquez|ouvrez|allez|choisissez|envoyez|para|haga|haz|abra|abre|vaya|seleccione|envie|envíe|per|fai|fare|clicca|apri|vai|seleziona|invia)\b/i;

function hasFormOf(kind: QuestionKind, { text, isStep }: PassageSentence): boolean {
  const opening = text.slice(0, 200);
  if (kind === 'definition') return COPULA.test(opening);
  if (kind === 'procedure') return isStep || INSTRUCTION.test(opening);
  return kind === 'quantity' && /\d/.test(text);
}

function chooseWith(best: Scored, ranked: readonly Scored[], cover: Coverage, kind: QuestionKind): Scored[] {
  const chosen = kind === 'procedure' || announces(best) ? stepsAround(best, ranked) : [best];
  for (const next of ranked) {
    if (chosen.length >= MOST_SENTENCES) break;
    const gain = cover.own([...chosen, next]) - cover.own(chosen);
    if (gain >= LEAST_GAIN && next.coverage >= LEAST_OWN_COVERAGE) chosen.push(next);
  }
  return chosen;
}

/** The sentence with the steps of its list before and after it: one step alone is no procedure. */
function stepsAround(best: Scored, ranked: readonly Scored[]): Scored[] {
  const byPosition = new Map(
    ranked
      .filter(({ passage }) => passage === best.passage)
      .map((candidate) => [candidate.position, candidate]),
  );
  const steps = [best];
  const take = (position: number): boolean => {
    const neighbour = byPosition.get(position);
    const isSameList = neighbour?.sentence.isStep && neighbour.sentence.context === best.sentence.context;
    if (!neighbour || !isSameList || steps.length >= MOST_SENTENCES) return false;
    steps.push(neighbour);
    return true;
  };
  if (best.sentence.isStep) for (let at = best.position - 1; take(at); at--);
  if (best.sentence.isStep || announces(best)) for (let at = best.position + 1; take(at); at++);
  return steps;
}

function announces({ sentence }: Scored): boolean {
  return sentence.text.endsWith(':');
}

function compose(
  chosen: readonly Scored[],
  passages: readonly AnswerPassage[],
): Pick<ExtractiveAnswer, 'reply' | 'usedPassageIds'> {
  const order = [...new Set(chosen.map(({ passage }) => passage))];
  const reply = order.flatMap((passage, i) =>
    chosen
      .filter((candidate) => candidate.passage === passage)
      .sort((a, b) => a.position - b.position)
      .map(({ sentence }) => `${finished(sentence.text)} [${i + 1}]`),
  );
  return { reply: reply.join(' '), usedPassageIds: order.flatMap((passage) => passages[passage]?.id ?? []) };
}

function finished(sentence: string): string {
  if (sentence.length > LONGEST_SENTENCE)
    return `${sentence.slice(0, LONGEST_SENTENCE).replace(/\s?\S{0,60}$/, '')}\u2026`;
  return /[.!?:;\u2026\u3002\uff01\uff1f]["')\u201d\u2019\u00bb]?$/.test(sentence)
    ? sentence
    : `${sentence}.`;
}

function confidenceIn(best: Scored, chosen: readonly Scored[], cover: Coverage, askedCount: number): number {
  // Words that only come together across sentences are weaker evidence than words in one.
  const coverage = 0.6 * best.coverage + 0.4 * cover.withContext(chosen);
  const most = askedCount === 1 ? HIGHEST_CONFIDENCE_OF_ONE_TERM : HIGHEST_CONFIDENCE;
  return Math.round(Math.min(most, coverage ** CAUTION) * 1000) / 1000;
}
