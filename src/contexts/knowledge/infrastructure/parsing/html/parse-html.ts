import { type ParsedDocument } from '../../../domain/parsing/document-parser';
import { decodeText } from '../text/decode-text';
import { parsedDocument } from '../text/parsed-document';
import { dropNoise, simplifyTables } from './drop-noise';
import { htmlProperties } from './html-properties';
import { markdownOf } from './markdown-of';
import { readDom } from './read-dom';

export function parseHtml(bytes: Uint8Array): Promise<ParsedDocument> {
  const document = readDom(decodeText(bytes, { declared: true }));
  const properties = htmlProperties(document);
  return parsedDocument({ format: 'html', content: readableText(document), properties });
}

/** The document is spent afterwards. */
export function readableText(document: Document): string {
  dropNoise(document);
  simplifyTables(document);
  return markdownOf(document);
}
