import { type ParsedDocument } from '../../../domain/parsing/document-parser';
import { documentTooLong } from '../../../domain/parsing/parsing-errors';
import { MOST_CHARACTERS } from '../../../domain/parsing/parsing-limits';
import { decodeText } from './decode-text';
import { splitFrontMatter } from './front-matter';
import { parsedDocument } from './parsed-document';

/** As many as one character of UTF-8 takes up for each of its UTF-16 halves. */
const MOST_BYTES = 3 * MOST_CHARACTERS;

export async function parseText(bytes: Uint8Array): Promise<ParsedDocument> {
  refuseLength(bytes);
  return parsedDocument({ format: 'text', content: decodeText(bytes), properties: {} });
}

export async function parseMarkdown(bytes: Uint8Array): Promise<ParsedDocument> {
  refuseLength(bytes);
  return parsedDocument({ format: 'markdown', ...splitFrontMatter(decodeText(bytes)) });
}

/** Before it is decoded: this runs in the process that serves others. */
function refuseLength(bytes: Uint8Array): void {
  if (bytes.length > MOST_BYTES) throw documentTooLong();
}
