import { entriesWithinLimits } from './archive-rules';
import { findBytes, startsWith } from './byte-search';
import { type DocumentFormat } from './document-parser';
import {
  CLEARLY_MARKDOWN,
  isHtmlFragment,
  isHtmlPage,
  markdownPoints,
  PERHAPS_MARKDOWN,
  rootElement,
} from './markup-marks';
import { emptyFile, encryptedDocument, fileTooLarge, unsupportedFormat } from './parsing-errors';
import { MOST_FILE_BYTES } from './parsing-limits';
import { byteOrderMark, strangeShare, unmarkedUtf16 } from './unicode-marks';

const SAMPLE_BYTES = 65_536;
const PDF_HEADER_WITHIN = 1_024;
const OLE_CONTAINER = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';
const ENCRYPTED_PACKAGE = Array.from('EncryptedPackage').join('\0');
const MOST_STRANGE_BYTES = 0.01;
const STILL_NO_TEXT = /^\s*(?:\{\\rtf|%!PS)/;
const MARKDOWN_NAME = /\.(?:md|markdown|mdown|mkd)$/i;
const TEXT_NAME = /\.(?:txt|text|log|csv)$/i;

/** What a file is, by its content: names and declared types lie. Refuses what cannot be read; cheap, unpacks nothing. */
export function recogniseFormat(bytes: Uint8Array, name: string | null): DocumentFormat {
  if (bytes.length === 0) throw emptyFile();
  if (bytes.length > MOST_FILE_BYTES) throw fileTooLarge();
  if (isPdf(bytes)) return 'pdf';
  if (startsWith(bytes, 'PK\x03\x04') || startsWith(bytes, 'PK\x05\x06')) return recogniseArchive(bytes);
  if (startsWith(bytes, OLE_CONTAINER)) {
    throw isEncryptedOffice(bytes) ? encryptedDocument() : unsupportedFormat();
  }
  if (isBinary(bytes)) throw unsupportedFormat();
  return recogniseText(sampleOf(bytes), name);
}

/** The same as an answer; null is what cannot be read. */
export function looksLike(bytes: Uint8Array, name: string | null): DocumentFormat | null {
  try {
    return recogniseFormat(bytes, name);
  } catch {
    return null;
  }
}

/** Some writers put a few bytes before the header; a text that merely mentions it has no end of a PDF. */
function isPdf(bytes: Uint8Array): boolean {
  if (startsWith(bytes, '%PDF-')) return true;
  return (
    findBytes(bytes, '%PDF-', 0, PDF_HEADER_WITHIN) >= 0 &&
    findBytes(bytes, 'startxref', bytes.length - PDF_HEADER_WITHIN, bytes.length) >= 0
  );
}

function recogniseArchive(bytes: Uint8Array): DocumentFormat {
  const names = entriesWithinLimits(bytes).map(({ name }) => name);
  const isWord =
    names.includes('[Content_Types].xml') && names.some((name) => /^word\/document\d*\.xml$/.test(name));
  if (!isWord) throw unsupportedFormat();
  return 'docx';
}

/** Office keeps a document with a password in the container of its older formats. */
function isEncryptedOffice(bytes: Uint8Array): boolean {
  return findBytes(bytes, ENCRYPTED_PACKAGE, 0, bytes.length) >= 0;
}

function isBinary(bytes: Uint8Array): boolean {
  if (byteOrderMark(bytes) ?? unmarkedUtf16(bytes)) return strangeShare(sampleOf(bytes)) > MOST_STRANGE_BYTES;
  const middle = Math.max(0, bytes.length / 2 - SAMPLE_BYTES / 2);
  return [0, middle, bytes.length - SAMPLE_BYTES].some((from) => {
    const sample = bytes.subarray(Math.max(0, from), Math.max(0, from) + SAMPLE_BYTES);
    return controlShare(sample) > MOST_STRANGE_BYTES;
  });
}

function controlShare(bytes: Uint8Array): number {
  let controls = 0;
  for (const byte of bytes)
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) || byte === 127) controls++;
  return controls / bytes.length;
}

function sampleOf(bytes: Uint8Array): string {
  const encoding = byteOrderMark(bytes) ?? unmarkedUtf16(bytes) ?? 'utf-8';
  return new TextDecoder(encoding).decode(bytes.subarray(0, SAMPLE_BYTES)).replace(/\r\n?/g, '\n');
}

function recogniseText(sample: string, name: string | null): DocumentFormat {
  if (STILL_NO_TEXT.test(sample) || rootElement(sample) === 'svg') throw unsupportedFormat();
  if (isHtmlPage(sample) || isHtmlFragment(sample)) return 'html';
  if (sample.startsWith('#!')) return 'text';
  const points = markdownPoints(sample);
  if (points >= CLEARLY_MARKDOWN) return 'markdown';
  if (MARKDOWN_NAME.test(name ?? '')) return 'markdown';
  return points >= PERHAPS_MARKDOWN && !TEXT_NAME.test(name ?? '') ? 'markdown' : 'text';
}
