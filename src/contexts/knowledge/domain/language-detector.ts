/** Tells the language of a text, as a two-letter code. */
export abstract class LanguageDetector {
  /** Null when it is too short to tell, or none of the known ones. */
  abstract languageOf(text: string): Promise<string | null>;
}
