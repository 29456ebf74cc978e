import { DomainError } from '../../../../kernel/domain-error';
import {
  MOST_ARCHIVE_BYTES,
  MOST_ARCHIVE_ENTRIES,
  MOST_CHARACTERS,
  MOST_FILE_BYTES,
  MOST_PAGES,
} from './parsing-limits';

const MEGABYTE = 1_000_000;

export function unsupportedFormat(): DomainError {
  return refusal(
    'unsupported_format',
    'This kind of file cannot be read. Send plain text, Markdown, HTML, DOCX or PDF.',
  );
}

export function emptyFile(): DomainError {
  return refusal('empty_file', 'The file is empty.');
}

export function fileTooLarge(): DomainError {
  return refusal(
    'file_too_large',
    `The file is larger than ${MOST_FILE_BYTES / MEGABYTE} MB. Split it, or take out its pictures.`,
  );
}

export function encryptedDocument(): DomainError {
  return refusal(
    'encrypted_document',
    'The document is protected by a password. Save it without one and send it again.',
  );
}

export function damagedDocument(): DomainError {
  return refusal(
    'damaged_document',
    'The file is damaged or incomplete. Open it in the program that made it, save it again and send that.',
  );
}

export function noText(): DomainError {
  return refusal(
    'no_text',
    'The document has no text. If it is a scan, run text recognition (OCR) over it first.',
  );
}

export function documentTooLong(): DomainError {
  return refusal(
    'document_too_long',
    `The document has more than ${MOST_CHARACTERS.toLocaleString('en')} characters. Split it into parts.`,
  );
}

export function tooManyPages(): DomainError {
  return refusal(
    'too_many_pages',
    `The document has more than ${MOST_PAGES.toLocaleString('en')} pages. Split it into parts.`,
  );
}

export function markupTooDeep(): DomainError {
  return refusal(
    'markup_too_deep',
    'The document is nested too deeply to be read. Simplify it, or save it as plain text.',
  );
}

export function tooManyEntries(): DomainError {
  return refusal(
    'archive_too_many_entries',
    `The file is packed from more than ${MOST_ARCHIVE_ENTRIES.toLocaleString('en')} parts. Save it again, without embedded files.`,
  );
}

export function archiveTooLarge(): DomainError {
  return refusal(
    'archive_too_large',
    `Unpacked, the file has more than ${MOST_ARCHIVE_BYTES / MEGABYTE} MB. Split it, or take out its pictures.`,
  );
}

export function suspiciousRatio(): DomainError {
  return refusal(
    'archive_ratio',
    'The file unpacks to far more than such documents do. Save it again and send that.',
  );
}

export function parserTimeout(): DomainError {
  return refusal(
    'parser_timeout',
    'Reading the document took too long. Split it into parts, or save it in a simpler format.',
  );
}

export function parserOutOfMemory(): DomainError {
  return refusal(
    'parser_out_of_memory',
    'Reading the document took too much memory. Split it into parts, or save it in a simpler format.',
  );
}

export function parserCrashed(): DomainError {
  return refusal(
    'parser_crashed',
    'The document could not be read. Open it in the program that made it, save it again and send that.',
  );
}

/** Says nothing about the document: another try may succeed. */
export function parserUnavailable(): DomainError {
  return new DomainError({
    kind: 'unavailable',
    code: 'parser_unavailable',
    detail: 'Documents cannot be read at the moment.',
  });
}

function refusal(code: string, detail: string): DomainError {
  return new DomainError({ kind: 'unprocessable', code, detail });
}
