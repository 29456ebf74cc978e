const SHORT_WORD = 5;
const SHORTEST_CORRECTED = 4;
const DIGIT = /\p{N}/u;
/** How alike, by Dice's coefficient of their trigrams, two spellings are at least: after one mistake, and after two. */
const LEAST_DICE = [1, 0.3, 0.45] as const;
/** As many trigrams one mistake spoils at most: two neighbours that swap places. */
const SPOILT_BY_ONE = 4;

/** A word with a number in it is a name for one thing only. Of a very short one, every other is a neighbour. */
export function canBeMisspelt(word: string): boolean {
  return word.length >= SHORTEST_CORRECTED && !DIGIT.test(word);
}

/** How many letters of a word may be wrong, missing, too many or in the wrong order. */
export function toleratedMistakes(word: string): number {
  return word.length <= SHORT_WORD ? 1 : 2;
}

/** Three letters side by side, the edges of the word counting as letters. */
export function trigramsOf(word: string): string[] {
  const marked = `^${word}$`;
  const trigrams = new Set<string>();
  for (let i = 0; i + 3 <= marked.length; i++) trigrams.add(marked.slice(i, i + 3));
  return [...trigrams];
}

export interface Likeness {
  readonly mistakes: number;
  readonly alike: number;
}

/** What a word may be a misspelling of. */
export class Misspelling {
  readonly trigrams: readonly string[];
  private readonly trigramSet: ReadonlySet<string>;

  constructor(readonly word: string) {
    this.trigrams = trigramsOf(word);
    this.trigramSet = new Set(this.trigrams);
  }

  /** Whether so many shared trigrams leave the possibility open: most words are ruled out by counting. */
  mayBe(shared: number, trigramsOfOther: number): boolean {
    const alike = (2 * shared) / (this.trigrams.length + trigramsOfOther);
    return (
      alike >= LEAST_DICE[2] || (alike >= LEAST_DICE[1] && shared >= this.trigrams.length - SPOILT_BY_ONE)
    );
  }

  /** Null when it is none of this word. */
  likenessTo(other: string): Likeness | null {
    const mistakes = mistakesBetween(this.word, other);
    if (mistakes > toleratedMistakes(this.word)) return null;
    const others = trigramsOf(other);
    const shared = others.filter((each) => this.trigramSet.has(each)).length;
    const alike = (2 * shared) / (this.trigrams.length + others.length);
    const isAlike = alike >= LEAST_DICE[mistakes]! && this.mayBe(shared, others.length);
    return isAlike ? { mistakes, alike } : null;
  }
}

/** Letters to change, leave out, put in or swap with their neighbour. */
function mistakesBetween(word: string, other: string): number {
  const width = other.length + 1;
  const table = new Uint16Array((word.length + 1) * width);
  for (let j = 0; j < width; j++) table[j] = j;
  for (let i = 1; i <= word.length; i++) {
    table[i * width] = i;
    for (let j = 1; j < width; j++) {
      const at = i * width + j;
      const letter = word.charCodeAt(i - 1);
      const changed = table[at - width - 1]! + (letter === other.charCodeAt(j - 1) ? 0 : 1);
      let least = Math.min(table[at - width]! + 1, table[at - 1]! + 1, changed);
      const isSwapped =
        i > 1 &&
        j > 1 &&
        letter === other.charCodeAt(j - 2) &&
        word.charCodeAt(i - 2) === other.charCodeAt(j - 1);
      if (isSwapped) least = Math.min(least, table[at - 2 * width - 2]! + 1);
      table[at] = least;
    }
  }
  return table[table.length - 1]!;
}
