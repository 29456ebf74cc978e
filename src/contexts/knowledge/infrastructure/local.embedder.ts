import { setImmediate as nextTick } from 'node:timers/promises';
import { stem } from '../../../kernel/text/stem';
import { isCommonStem, isStopWord } from '../../../kernel/text/stop-words';
import { wordsOf } from '../../../kernel/text/words';
import { Embedder, type EmbeddingRequest } from '../domain/embedder';
import { HashedFeatures, hashOf, mixed } from './hashed-features';

const DIMENSIONS = 384;
const TEXTS_PER_TICK = 32;

// Tuned on a public retrieval collection: six copies of a word lose least to collisions; trigrams buy tolerance of
// typos and compounds, bigrams some word order, and more of either drowns the words.
const WORD = { weight: 1, copies: 6, seed: 1 };
const BIGRAM = { weight: 0.15, copies: 2, seed: 2 };
const TRIGRAM = { weight: 0.2, copies: 2, seed: 3 };
const STOP_WORD_DAMPING = 0.03;
const COMMON_WORD_DAMPING = 0.4;

interface Term {
  hash: number;
  importance: number;
  occurrences: number;
}

/**
 * Feature hashing of words, word pairs and letter trigrams. It knows no meaning: texts are near each other when they
 * share words or their parts. Free, offline and the same on every machine, it stands in where no model is configured.
 */
export class LocalEmbedder extends Embedder {
  readonly model = 'local-lexical-384';
  readonly dimensions = DIMENSIONS;
  readonly isMetered = false;
  readonly batchSize = 100;

  async embed(texts: readonly string[], { signal }: EmbeddingRequest = {}): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      if (vectors.length % TEXTS_PER_TICK === 0) {
        signal?.throwIfAborted();
        if (vectors.length > 0) await nextTick();
      }
      vectors.push(vectorOf(text));
    }
    return vectors;
  }
}

function vectorOf(text: string): Float32Array {
  const { termByWord, terms, pairs } = readTerms(wordsOf(text));
  const features = new HashedFeatures(DIMENSIONS);
  for (const term of terms) {
    features.add(term.hash, term.importance * dampedFrequency(term.occurrences) * WORD.weight, WORD.copies);
  }
  for (const [word, term] of termByWord) {
    if (term.importance > STOP_WORD_DAMPING) addTrigrams(word, term.importance * TRIGRAM.weight, features);
  }
  for (const [pair, occurrences] of pairs) {
    features.add(pair, dampedFrequency(occurrences) * BIGRAM.weight, BIGRAM.copies);
  }
  // A text without a single word still needs a direction: cosine distance is undefined for the zero vector.
  if (features.isZero()) features.add(hashOf(text.trim(), WORD.seed), 1, WORD.copies);
  return features.toUnitVector();
}

interface TermsOfText {
  termByWord: Map<string, Term>;
  terms: Iterable<Term>;
  pairs: Map<number, number>;
}

function readTerms(words: string[]): TermsOfText {
  const termByWord = new Map<string, Term>();
  const termByStem = new Map<string, Term>();
  const pairs = new Map<number, number>();
  let previous: Term | undefined;
  for (const word of words) {
    const term = termByWord.get(word) ?? termOf(word, termByStem);
    termByWord.set(word, term);
    term.occurrences++;
    if (term.importance <= STOP_WORD_DAMPING) continue;
    if (previous) {
      const pair = mixed(Math.imul(previous.hash, 31) + term.hash + BIGRAM.seed);
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
    previous = term;
  }
  return { termByWord, terms: termByStem.values(), pairs };
}

function termOf(word: string, termByStem: Map<string, Term>): Term {
  const stemmed = stem(word);
  const kin = termByStem.get(stemmed);
  if (kin) return kin;
  const term = { hash: hashOf(stemmed, WORD.seed), importance: importanceOf(word, stemmed), occurrences: 0 };
  termByStem.set(stemmed, term);
  return term;
}

function importanceOf(word: string, stemmed: string): number {
  if (isStopWord(word)) return STOP_WORD_DAMPING;
  return isCommonStem(stemmed) ? COMMON_WORD_DAMPING : 1;
}

function addTrigrams(word: string, weight: number, features: HashedFeatures): void {
  const marked = `^${word}$`;
  for (let i = 0; i + 3 <= marked.length; i++) {
    const letters =
      (marked.charCodeAt(i) << 20) ^ (marked.charCodeAt(i + 1) << 10) ^ marked.charCodeAt(i + 2);
    features.add(mixed(letters ^ TRIGRAM.seed), weight, TRIGRAM.copies);
  }
}

function dampedFrequency(occurrences: number): number {
  return 1 + Math.log(occurrences);
}
