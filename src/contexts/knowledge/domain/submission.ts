import { createHash } from 'node:crypto';
import { type IndexingPriority } from '../contracts/indexing-requested.event';
import { type ChunkingOptions } from './chunking/chunk';
import { type UploadedFile } from './parsing/document-parser';
import { recogniseFormat } from './parsing/recognise-format';

interface Described {
  readonly title: string;
  /** False where the file or the address has lent its name until the content says better. */
  readonly titleIsGiven: boolean;
  /** Where people can read it; shown with every citation. */
  readonly url: string | null;
  readonly externalId: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Who may find and read it; null: the whole workspace. */
  readonly access: readonly string[] | null;
}

export type Content =
  | { readonly source: 'text'; readonly content: string }
  | { readonly source: 'file'; readonly file: UploadedFile }
  | { readonly source: 'url'; readonly sourceUrl: string };

export type SubmittedDocument = Described & Content;

export interface Submission {
  readonly ingestionId: string;
  readonly workspaceId: string;
  readonly submittedBy: string | null;
  readonly priority: IndexingPriority;
  readonly chunking: ChunkingOptions;
  /** Who is told how it gets on. */
  readonly webhookUrl: string | null;
  readonly documents: readonly SubmittedDocument[];
}

/** The same content is the same document. A text is the same whichever system's line ends it came with. */
export function contentHashOf(submitted: Content): string {
  const hash = createHash('sha256');
  switch (submitted.source) {
    case 'text':
      return hash.update(submitted.content.replaceAll('\r\n', '\n').trim().normalize('NFC')).digest('hex');
    case 'file':
      return hash.update('file\0').update(submitted.file.bytes).digest('hex');
    case 'url':
      return hash.update('url\0').update(submitted.sourceUrl).digest('hex');
  }
}

/** Files that nothing can be read from are refused before they are kept. */
export function refuseUnreadable(submitted: Content): void {
  if (submitted.source === 'file') recogniseFormat(submitted.file.bytes, submitted.file.name);
}

/** What a workspace's storage is charged with. */
export function bytesOf(submitted: Content): number {
  switch (submitted.source) {
    case 'text':
      return Buffer.byteLength(submitted.content);
    case 'file':
      return submitted.file.bytes.byteLength;
    case 'url':
      return 0;
  }
}
