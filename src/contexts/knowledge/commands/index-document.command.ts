import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Settings } from '../../../../config/settings';
import { DomainError } from '../../../kernel/domain-error';
import { FaultPoints } from '../../../platform/faults/fault-points';
import { type Document, isPermanent } from '../domain/document';
import { Documents } from '../domain/documents';
import { Indexing } from './indexing';
import { LeaseHolder, type LeaseTimes } from './lease-holder';

export type IndexingOutcome = (
  | { readonly kind: 'indexed' | 'nothing_to_do' | 'superseded' }
  | { readonly kind: 'failed'; readonly reason: string }
) & {
  /** Whether documents of the workspace wait that the queue has no jobs for yet. */
  readonly hasBacklog: boolean;
};

/** How the queue treats this attempt. */
export interface IndexingAttempt {
  readonly isLast: boolean;
  /** When the next one is due, should this one not succeed. */
  readonly retryInSeconds: number;
}

/** Some heartbeats long: a worker that died is noticed when it has passed. */
const LEASE_SECONDS = 40;
const PAUSE_SECONDS = 2;

export class IndexDocument extends Command<IndexingOutcome> {
  constructor(
    readonly workspaceId: string,
    readonly documentId: string,
    readonly attempt: IndexingAttempt,
  ) {
    super();
  }
}

/** Throws what another attempt may overcome, a database that is down above all. A failure for good is saved and returned. */
@CommandHandler(IndexDocument)
export class IndexDocumentHandler implements ICommandHandler<IndexDocument> {
  private readonly times: LeaseTimes;

  constructor(
    private readonly documents: Documents,
    private readonly indexing: Indexing,
    private readonly faults: FaultPoints,
    { queue }: Settings,
  ) {
    this.times = { leaseSeconds: LEASE_SECONDS, deadlineSeconds: queue.ingestDeadlineSeconds };
  }

  async execute({ workspaceId, documentId, attempt }: IndexDocument): Promise<IndexingOutcome> {
    const taken = await this.documents.takeUp(workspaceId, documentId, LEASE_SECONDS);
    if (!taken) return { kind: 'nothing_to_do', hasBacklog: false };
    const { document, hasBacklog } = taken;
    await this.faults.reach('K5 dequeued');
    const lease = new LeaseHolder(this.documents, document, this.times);
    try {
      document.refuseEndlessAttempts();
      await this.indexing.index(taken, lease);
      await this.faults.reach('K14 committed');
      return { kind: 'indexed', hasBacklog };
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      if (isSuperseded(error)) return await this.leave(document, hasBacklog);
      if (document.isUnsaved || !isFinal(error, attempt))
        return await this.giveBack(document, error, attempt);
      return { ...(await this.fail(document, error)), hasBacklog };
    } finally {
      lease.release();
    }
  }

  private async leave(document: Document, hasBacklog: boolean): Promise<IndexingOutcome> {
    await this.indexing.leave(document);
    return { kind: 'superseded', hasBacklog };
  }

  private async giveBack(document: Document, error: Error, attempt: IndexingAttempt): Promise<never> {
    const isDown = error instanceof DomainError && error.kind === 'unavailable';
    const retryInSeconds = isDown ? (error.retryAfterSeconds ?? PAUSE_SECONDS) : attempt.retryInSeconds;
    // What cannot be noted now is noted by the next attempt: the error itself matters more.
    await this.documents
      .noteSetback(document, { error, retryInSeconds, counts: !isDown })
      .catch(() => undefined);
    throw error;
  }

  private async fail(
    document: Document,
    error: Error,
  ): Promise<{ kind: 'failed'; reason: string } | { kind: 'superseded' }> {
    try {
      document.fail(error);
      await this.faults.reach('K15 last failure');
      await this.documents.saveFailed(document, error);
      return { kind: 'failed', reason: error.message };
    } catch (refusal) {
      if (refusal instanceof Error && isSuperseded(refusal)) return { kind: 'superseded' };
      throw refusal;
    }
  }
}

/** Whether this error is the last word about the document. */
function isFinal(error: Error, { isLast }: IndexingAttempt): boolean {
  if (isPermanent(error)) return true;
  // Of the database or the model, not of the document: it could not be saved anyway, or it waits.
  const isRefusal =
    error instanceof DomainError && (error.kind === 'conflict' || error.kind === 'unavailable');
  return isLast && !isRefusal;
}

/** Somebody else has taken the document up, or deleted it: theirs is the last word. */
function isSuperseded(error: Error): boolean {
  return error instanceof DomainError && error.code === 'concurrent_change';
}
