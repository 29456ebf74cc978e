/** What the inflections of a lower-case word have in common, without accents. */
export type Stem = (word: string) => string;

/** Languages are codes such as "de" or "pt-BR". */
export abstract class Stemmers {
  /** Null for a language that has no stemmer of its own, English among them: the common one serves it. */
  abstract of(language: string): Stem | null;
}
