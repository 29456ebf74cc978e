import { randomOf } from './corpus';

const SYLLABLES =
  'ba ce di fo gu ha ki lo me nu pa re si to vu wa xi zo bra cle dri flo gru pla sti tre'.split(' ');
const WORDS = 40_000;
/** In running English, four words of ten only carry grammar. */
const GRAMMAR =
  'the of and to in a is that it for was on are as with his they at be this from have or by'.split(' ');
const SHARE_OF_GRAMMAR = 0.4;

/** Made-up words as often as words are in a language: the n-th most frequent 1/n as often as the first. */
export class NaturalText {
  private readonly words: string[];

  constructor(private readonly random = randomOf(1)) {
    this.words = Array.from({ length: WORDS }, (_, rank) => this.wordOf(rank));
  }

  sentence(words: number): string {
    return Array.from({ length: words }, () => this.word()).join(' ');
  }

  /** As questions are: words that say something. */
  question(words: number): string {
    const rank = (): number => 100 + Math.floor(this.random() ** 3 * (WORDS / 4));
    return Array.from({ length: words }, () => this.words[rank()] ?? '').join(' ');
  }

  vector(dimensions: number): Float32Array {
    const vector = Float32Array.from({ length: dimensions }, () => this.random() - 0.5);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  }

  private word(): string {
    const isGrammar = this.random() < SHARE_OF_GRAMMAR;
    const word = isGrammar ? GRAMMAR[Math.floor(this.random() * GRAMMAR.length)] : this.words[this.rank()];
    return word ?? '';
  }

  private rank(): number {
    return Math.floor(WORDS ** this.random()) - 1;
  }

  private wordOf(rank: number): string {
    let word = '';
    for (let left = rank + 1; left > 0; left = Math.floor(left / SYLLABLES.length)) {
      word += SYLLABLES[left % SYLLABLES.length] ?? '';
    }
    return word;
  }
}
