/** Counts the tokens that a language model would read in a text. */
export abstract class Tokenizer {
  abstract count(text: string): number;
}
