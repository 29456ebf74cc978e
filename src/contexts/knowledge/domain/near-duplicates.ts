import { wordsOf } from '../../../kernel/text/words';

const WORDS_PER_SHINGLE = 3;
const LEAST_COMMON = 0.9;
/** Odd, and about the golden ratio of all numbers of 32 bits: consecutive numbers come out far apart. */
const SPREAD = 0x9e3779b1;
const DIGIT = /\p{N}/u;

interface Shingles {
  readonly all: ReadonlySet<number>;
  readonly numbers: string;
}

/** Texts that are shown, to tell whether another one would only repeat one of them. */
export class ShownTexts {
  private readonly texts: string[] = [];
  private readonly shingles = new Map<string, Shingles>();
  private readonly wordNumbers = new Map<string, number>();

  /** The place of the text that this one repeats, in the order of showing; null for news. */
  placeOfRepeated(text: string): number | null {
    const place = this.texts.findIndex((shown) => shown === text || this.isRepeated(shown, text));
    return place === -1 ? null : place;
  }

  show(text: string): void {
    this.texts.push(text);
  }

  /** Where only a number differs, such as a price, it is another statement. */
  private isRepeated(shown: string, text: string): boolean {
    if (ratio(shown.length, text.length) < LEAST_COMMON - 0.1) return false;
    const [one, other] = [this.shinglesOf(shown), this.shinglesOf(text)];
    return one.numbers === other.numbers && jaccard(one.all, other.all) >= LEAST_COMMON;
  }

  private shinglesOf(text: string): Shingles {
    const known = this.shingles.get(text);
    if (known) return known;
    const words = wordsOf(text);
    const shingles = {
      all: this.shinglesIn(words),
      numbers: words.filter((word) => DIGIT.test(word)).join(' '),
    };
    this.shingles.set(text, shingles);
    return shingles;
  }

  /** Each as one number, which some few share: in two texts, that makes no difference. */
  private shinglesIn(words: readonly string[]): ReadonlySet<number> {
    const numbers = words.map((word) => this.numberOf(word));
    const all = new Set<number>();
    for (let i = 0; i < Math.max(1, numbers.length - WORDS_PER_SHINGLE + 1); i++) {
      let shingle = 0;
      for (let word = i; word < i + WORDS_PER_SHINGLE; word++) {
        shingle = (Math.imul(shingle, SPREAD) + (numbers[word] ?? 0)) | 0;
      }
      all.add(shingle);
    }
    return all;
  }

  private numberOf(word: string): number {
    const known = this.wordNumbers.get(word);
    if (known !== undefined) return known;
    const number = this.wordNumbers.size + 1;
    this.wordNumbers.set(word, number);
    return number;
  }
}

function jaccard(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  if (ratio(one.size, other.size) < LEAST_COMMON) return 0;
  let common = 0;
  for (const shingle of one) if (other.has(shingle)) common++;
  return common / (one.size + other.size - common);
}

const ratio = (one: number, other: number): number => Math.min(one, other) / Math.max(one, other, 1);
