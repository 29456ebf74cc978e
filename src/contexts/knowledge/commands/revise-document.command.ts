import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, notFound } from '../../../kernel/domain-error';
import { Ids } from '../../../kernel/ids';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { type ChunkingOptions } from '../domain/chunking/chunk';
import { chunkingFor } from '../domain/chunking/chunking-options';
import { type Document } from '../domain/document';
import { Documents } from '../domain/documents';
import { mayRead } from '../domain/search-bounds';
import { bytesOf, type Content, contentHashOf, refuseUnreadable } from '../domain/submission';
import { Quotas } from './quotas';

/** What is left out stays as it is. */
export interface DocumentRevision {
  /** Null: none was handed in, or more than one. */
  readonly content: Content | null;
  readonly title?: string;
  readonly url?: string | null;
  readonly externalId?: string | null;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly access?: readonly string[] | null;
  readonly chunking?: Partial<ChunkingOptions>;
  readonly priority?: 'urgent' | 'normal' | 'low';
  readonly revisedBy: string | null;
  /** Who asks; null: somebody who may read every document. */
  readonly readers: readonly string[] | null;
}

type CompleteRevision = DocumentRevision & { readonly content: Content };

export interface RevisedDocument {
  readonly version: number;
}

export class ReviseDocument extends Command<RevisedDocument> {
  constructor(
    readonly workspaceId: string,
    readonly documentId: string,
    readonly revision: DocumentRevision,
  ) {
    super();
  }
}

/** A new version. Only what it changes is embedded again: vectors are found by the text that they stand for. */
@CommandHandler(ReviseDocument)
export class ReviseDocumentHandler implements ICommandHandler<ReviseDocument> {
  constructor(
    private readonly documents: Documents,
    private readonly quotas: Quotas,
    private readonly ids: Ids,
  ) {}

  async execute({ workspaceId, documentId, revision }: ReviseDocument): Promise<RevisedDocument> {
    const document = await this.documents.find(workspaceId, documentId);
    if (!document || !mayRead(document.state.access, revision.readers)) throw notFound('document');
    const { content } = revision;
    if (!content) throw noContent();
    refuseUnreadable(content);
    await this.quotas.limitsFor(workspaceId, { documents: 0, storageBytes: bytesOf(content) });
    const fileId = content.source === 'file' ? this.ids.next() : null;
    revise(document, { ...revision, content }, fileId);
    await this.save(document, { ...revision, content });
    return { version: document.state.contentVersion };
  }

  private async save(
    document: Document,
    { content, revisedBy, readers: _, ...described }: CompleteRevision,
  ): Promise<void> {
    const contentHash = contentHashOf(content);
    try {
      await this.documents.saveRevision(document, { ...described, content, contentHash, revisedBy });
    } catch (error) {
      if (violatedConstraint(error) !== 'documents_content') throw error;
      throw new DomainError({
        kind: 'conflict',
        code: 'duplicate_content',
        detail: 'Another document of this workspace has the same content already.',
      });
    }
  }
}

function revise(document: Document, revision: CompleteRevision, fileId: string | null): void {
  const { state } = document;
  const { content, title, chunking, priority } = revision;
  document.revise({
    title: title ?? state.title,
    titleIsGiven: title !== undefined || state.titleIsGiven,
    source: content.source,
    fileId,
    content: content.source === 'text' ? content.content : null,
    chunking: chunkingFor(chunking ?? {}, state.chunking),
    priority: priority ?? state.priority,
    language: null,
  });
}

function noContent(): DomainError {
  return new DomainError({
    kind: 'invalid',
    code: 'validation_failed',
    detail: 'One field is not valid.',
    errors: [{ path: 'content', message: 'or a file or sourceUrl is required, and one of them alone' }],
  });
}
