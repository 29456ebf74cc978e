import { baseLanguage } from '../../../kernel/text/base-language';
import { spokenLanguage } from '../../../kernel/text/spoken-language';

/** In which our own words are there. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it'] as const;
export type Language = (typeof LANGUAGES)[number];

export type Texts = Readonly<Record<Language, string>>;

/** What the message is written in, else what the customer's device is set to; null: nobody knows. */
export function languageOf(text: string, locale: string | undefined): Language | null {
  return known(spokenLanguage(text)) ?? known(locale ? baseLanguage(locale) : null);
}

export function known(language: string | null): Language | null {
  return LANGUAGES.find((one) => one === language) ?? null;
}
