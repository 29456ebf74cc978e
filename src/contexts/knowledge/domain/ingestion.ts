import { AggregateRoot } from '../../../kernel/aggregate-root';
import { IndexingRequested } from '../contracts/indexing-requested.event';
import { contentHashOf, refuseUnreadable, type Submission, type SubmittedDocument } from './submission';

export type NewDocument = SubmittedDocument & {
  readonly id: string;
  readonly contentHash: string;
  /** Where its file is kept, if it is one. */
  readonly fileId: string | null;
};

/** One hand-over of documents. What the workspace has already, or what is handed over twice, is counted and left out. */
export class Ingestion extends AggregateRoot {
  private constructor(
    readonly submission: Submission,
    readonly accepted: readonly NewDocument[],
    /** By the hash of its content, the document that every one handed over is, or has been before. */
    readonly documentIds: ReadonlyMap<string, string>,
  ) {
    super(submission.ingestionId, 0);
  }

  get skipped(): number {
    return this.submission.documents.length - this.accepted.length;
  }

  static start(submission: Submission, known: ReadonlyMap<string, string>, nextId: () => string): Ingestion {
    const documentIds = new Map(known);
    const accepted: NewDocument[] = [];
    for (const document of submission.documents) {
      const contentHash = contentHashOf(document);
      if (documentIds.has(contentHash)) continue;
      refuseUnreadable(document);
      const id = nextId();
      documentIds.set(contentHash, id);
      const fileId = document.source === 'file' ? nextId() : null;
      accepted.push({ ...document, id, contentHash, fileId });
    }
    const ingestion = new Ingestion(submission, accepted, documentIds);
    if (accepted.length > 0) ingestion.raise(new IndexingRequested(submission.workspaceId, ingestion.id));
    return ingestion;
  }
}
