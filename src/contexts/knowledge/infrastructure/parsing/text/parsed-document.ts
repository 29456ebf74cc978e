import { type DocumentFormat, type ParsedDocument } from '../../../domain/parsing/document-parser';
import { documentTooLong, noText } from '../../../domain/parsing/parsing-errors';
import { MOST_CHARACTERS } from '../../../domain/parsing/parsing-limits';
import { foundProperties, type RawProperties } from './found-properties';
import { languageOf } from './language';

interface ReadText {
  readonly format: DocumentFormat;
  readonly content: string;
  readonly properties: RawProperties;
  readonly pageStarts?: readonly number[];
}

/** The end of every way of parsing: refuses too much and nothing at all, and finds out the language. */
export async function parsedDocument(read: ReadText): Promise<ParsedDocument> {
  const { format, content, pageStarts = null } = read;
  if (content.length > MOST_CHARACTERS) throw documentTooLong();
  if (content.trim() === '') throw noText();
  const properties = foundProperties(read.properties);
  const language = properties.language ?? (await languageOf(content));
  return { format, content, pageStarts, properties: language ? { ...properties, language } : properties };
}
