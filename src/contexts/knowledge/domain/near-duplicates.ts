import { wordsOf } from '../../../kernel/text/words';

const WORDS_PER_SHINGLE = 3;
const LEAST_COMMON = 0.9;
const DIGIT = /\p{N}/u;

interface Shingles {
  readonly all: ReadonlySet<string>;
  readonly numbers: string;
}

/** Texts that are shown, to tell whether another one would only repeat one of them. */
export class ShownTexts {
  private readonly texts: string[] = [];
  private readonly shingles = new Map<string, Shingles>();

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
    const all = new Set<string>();
    for (let i = 0; i < Math.max(1, words.length - WORDS_PER_SHINGLE + 1); i++) {
      all.add(words.slice(i, i + WORDS_PER_SHINGLE).join(' '));
    }
    const shingles = { all, numbers: words.filter((word) => DIGIT.test(word)).join(' ') };
    this.shingles.set(text, shingles);
    return shingles;
  }
}

function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (ratio(one.size, other.size) < LEAST_COMMON) return 0;
  let common = 0;
  for (const shingle of one) if (other.has(shingle)) common++;
  return common / (one.size + other.size - common);
}

const ratio = (one: number, other: number): number => Math.min(one, other) / Math.max(one, other, 1);
