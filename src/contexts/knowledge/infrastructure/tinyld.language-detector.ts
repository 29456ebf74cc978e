import { LanguageDetector } from '../domain/language-detector';
import { languageOf } from './parsing/text/language';

export class TinyldLanguageDetector extends LanguageDetector {
  async languageOf(text: string): Promise<string | null> {
    return (await languageOf(text)) ?? null;
  }
}
