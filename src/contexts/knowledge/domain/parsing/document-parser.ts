export const FORMATS = ['text', 'markdown', 'html', 'docx', 'pdf'] as const;
export type DocumentFormat = (typeof FORMATS)[number];

export interface UploadedFile {
  /** What the sender says; neither is believed. */
  readonly name: string | null;
  readonly declaredType: string | null;
  readonly bytes: Uint8Array;
}

/** Only what was found. */
export interface DocumentProperties {
  readonly title?: string;
  readonly author?: string;
  /** Such as `de` or `pt-BR`. */
  readonly language?: string;
  readonly createdAt?: string;
  readonly modifiedAt?: string;
  readonly categories?: readonly string[];
  readonly keywords?: readonly string[];
  readonly pageCount?: number;
}

export interface ParsedDocument {
  readonly format: DocumentFormat;
  /** Markdown, but for plain text. Without NUL characters and lone surrogates; lines end in `\n`. */
  readonly content: string;
  readonly properties: DocumentProperties;
  /** Where each page begins in `content`, for formats that have pages. */
  readonly pageStarts: readonly number[] | null;
}

/** Turns a file into text, or refuses it. A refusal is a `DomainError`; only `unavailable` is worth another try. */
export abstract class DocumentParser {
  abstract parse(file: UploadedFile, signal: AbortSignal): Promise<ParsedDocument>;
}
