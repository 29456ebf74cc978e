import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Settings } from '../../../../config/settings';
import { DomainError } from '../../../kernel/domain-error';
import { type Document, isPermanent } from '../domain/document';
import { Documents, type IndexedContent } from '../domain/documents';
import { Indexing } from './indexing';

export type IndexingOutcome =
  | { readonly kind: 'indexed' | 'nothing_to_do' | 'superseded' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Covers a slow model; a worker that died is noticed when it has passed. */
const LEASE_SECONDS = 40;

export class IndexDocument extends Command<IndexingOutcome> {
  constructor(
    readonly workspaceId: string,
    readonly documentId: string,
    readonly isLastAttempt: boolean,
  ) {
    super();
  }
}

/** Throws what another attempt may overcome, a database that is down above all. A failure for good is saved and returned. */
@CommandHandler(IndexDocument)
export class IndexDocumentHandler implements ICommandHandler<IndexDocument> {
  private readonly leaseSeconds: number;

  constructor(
    private readonly documents: Documents,
    private readonly indexing: Indexing,
    { queue }: Settings,
  ) {
    // Between two attempts the document waits for the queue's back-off, and nobody should take it for lost.
    const longestBackOffMs = queue.backoffMs * 2 ** (queue.attempts - 1);
    this.leaseSeconds = LEASE_SECONDS + longestBackOffMs / 1000;
  }

  async execute({ workspaceId, documentId, isLastAttempt }: IndexDocument): Promise<IndexingOutcome> {
    const document = await this.documents.takeUp(workspaceId, documentId, this.leaseSeconds);
    if (!document) return { kind: 'nothing_to_do' };
    try {
      const content = await this.contentOf(document, isLastAttempt);
      if (content instanceof Error) return await this.fail(document, content);
      await this.documents.saveIndexed(document, content);
      return { kind: 'indexed' };
    } catch (error) {
      if (isSuperseded(error)) return { kind: 'superseded' };
      throw error;
    }
  }

  /** The content, or the error that is the last word about it. */
  private async contentOf(document: Document, isLastAttempt: boolean): Promise<IndexedContent | Error> {
    try {
      document.refuseEndlessAttempts();
      const stillMine = () => this.documents.holdOn(document, this.leaseSeconds);
      const content = await this.indexing.contentOf(document.state, stillMine);
      document.complete(content.chunks.length);
      return content;
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      if (isPermanent(error) || (isLastAttempt && !isDomainRefusal(error))) return error;
      throw error;
    }
  }

  private async fail(document: Document, error: Error): Promise<IndexingOutcome> {
    document.fail(error);
    await this.documents.saveFailed(document, error);
    return { kind: 'failed', reason: error.message };
  }
}

/** Of the database, not of the document: either superseded, or it could not be saved anyway. */
function isDomainRefusal(error: Error): boolean {
  return error instanceof DomainError && (error.kind === 'conflict' || error.kind === 'unavailable');
}

/** Somebody else has taken the document up, or deleted it: theirs is the last word. */
function isSuperseded(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'concurrent_change';
}
