import { DomainError } from '../../../kernel/domain-error';
import { type Upload } from '../../../platform/http/upload/uploads';
import { type StartIngestion } from '../commands/start-ingestion.command';
import { type AddDocumentBody } from './document.dto';
import { type SubmittedDocumentBody } from './ingest.dto';

type SubmittedDocument = StartIngestion['submission']['documents'][number];
type Content =
  | { readonly source: 'text'; readonly content: string }
  | { readonly source: 'file'; readonly file: Upload }
  | { readonly source: 'url'; readonly sourceUrl: string };

interface Sources {
  readonly file: Upload | null;
  readonly content?: string;
  readonly sourceUrl?: string;
}

export function submittedDocument(body: SubmittedDocumentBody): SubmittedDocument {
  const { title, content, url = null, externalId = null, metadata = {}, access = null } = body;
  return { title, titleIsGiven: true, source: 'text', content, url, externalId, metadata, access };
}

export function addedDocument(body: AddDocumentBody, file: Upload | null): SubmittedDocument {
  const content = contentOf({ file, sourceUrl: body.sourceUrl });
  if (!content) throw invalid('file', 'or sourceUrl is required, and not both');
  const { url = body.sourceUrl ?? null, externalId = null, metadata = {}, access = null } = body;
  const title = body.title ?? nameOf(content);
  return { title, titleIsGiven: body.title !== undefined, url, externalId, metadata, access, ...content };
}

/** Of the ways to hand something in exactly one is meant; null where none is used, or several. */
export function contentOf({ file, content, sourceUrl }: Sources): Content | null {
  const given = [file, content, sourceUrl].filter((source) => source !== undefined && source !== null);
  if (given.length !== 1) return null;
  if (file) return { source: 'file', file: notEmpty(file) };
  return content === undefined ? { source: 'url', sourceUrl: sourceUrl! } : { source: 'text', content };
}

function notEmpty(file: Upload): Upload {
  if (file.bytes.byteLength > 0) return file;
  throw invalid('file', 'must not be empty');
}

function invalid(path: string, message: string): DomainError {
  const detail = 'One field is not valid.';
  return new DomainError({ kind: 'invalid', code: 'validation_failed', detail, errors: [{ path, message }] });
}

const LONGEST_TITLE = 500;

/** What it is called until its content says better. Names come from anywhere: PostgreSQL takes no NUL. */
function nameOf(content: Content): string {
  if (content.source === 'text') return 'Untitled';
  const name =
    content.source === 'file' ? content.file.name?.replace(/\.[A-Za-z0-9]{1,5}$/, '') : content.sourceUrl;
  return (name ?? '').replaceAll('\u0000', '').trim().slice(0, LONGEST_TITLE) || 'Untitled';
}
