import { DomainError } from '../../../../../kernel/domain-error';
import { type DocumentFormat, type ParsedDocument } from '../../../domain/parsing/document-parser';
import { damagedDocument, markupTooDeep, parserOutOfMemory } from '../../../domain/parsing/parsing-errors';
import { parseDocx } from '../docx/parse-docx';
import { parseHtml } from '../html/parse-html';
import { parsePdf } from '../pdf/parse-pdf';
import { parseMarkdown, parseText } from '../text/parse-plain';

export function parseAs(format: DocumentFormat, bytes: Uint8Array): Promise<ParsedDocument> {
  switch (format) {
    case 'text':
      return parseText(bytes);
    case 'markdown':
      return parseMarkdown(bytes);
    case 'html':
      return parseHtml(bytes);
    case 'docx':
      return parseDocx(bytes);
    case 'pdf':
      return parsePdf(bytes);
  }
}

/** Libraries stumble over broken files in every way there is: that is the file's fault. */
export function refusalFor(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  if (!(error instanceof RangeError)) return damagedDocument();
  if (/call stack/.test(error.message)) return markupTooDeep();
  return /allocation|string length|array length|buffer/i.test(error.message)
    ? parserOutOfMemory()
    : damagedDocument();
}
