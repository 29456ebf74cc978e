import {
  type DocumentParser,
  type ParsedDocument,
} from '../../src/contexts/knowledge/domain/parsing/document-parser';
import { looksLike } from '../../src/contexts/knowledge/domain/parsing/recognise-format';
import { DomainError } from '../../src/kernel/domain-error';
import { fileOf } from './document-files';

/** What may become of a broken file: an answer, or a refusal that puts it down to the file. */
const CONTAINED_DISASTERS = new Set(['parser_crashed', 'parser_timeout', 'parser_out_of_memory']);

export interface ParseOutcome {
  /** A format, or the code of a refusal. */
  readonly word: string;
  /** What must not have happened. */
  readonly problem: string | null;
}

export async function parseOutcome(parser: DocumentParser, bytes: Uint8Array): Promise<ParseOutcome> {
  try {
    const document = await parser.parse(fileOf(bytes), new AbortController().signal);
    return { word: document.format, problem: problemOf(document) };
  } catch (error) {
    if (!(error instanceof DomainError)) return { word: 'error', problem: String(error) };
    return { word: error.code, problem: isFair(error, bytes) ? null : error.message };
  }
}

/** Any text is some HTML: where it counts as damaged, a library has stumbled. */
function isFair({ kind, code }: DomainError, bytes: Uint8Array): boolean {
  if (code === 'damaged_document' && looksLike(bytes, null) === 'html') return false;
  return kind === 'unprocessable' && !CONTAINED_DISASTERS.has(code);
}

function problemOf({ content, properties, pageStarts }: ParsedDocument): string | null {
  const texts = [content, ...Object.values(properties).flat().map(String)];
  if (texts.some((text) => text.includes('\0') || !isWellFormed(text)))
    return 'PostgreSQL would refuse the text';
  if (content.trim() === '') return 'the text is empty';
  const isOrdered = pageStarts?.every(
    (start, i) => start >= (pageStarts[i - 1] ?? 0) && start <= content.length,
  );
  return isOrdered === false ? 'the pages are out of order' : null;
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
