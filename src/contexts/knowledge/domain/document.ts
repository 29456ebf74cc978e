import { AggregateRoot } from '../../../kernel/aggregate-root';
import { DomainError } from '../../../kernel/domain-error';
import { DocumentSettled } from '../contracts/document-settled.event';
import { type IndexingPriority, IndexingRequested } from '../contracts/indexing-requested.event';
import { type ChunkingOptions } from './chunking/chunk';

export type DocumentStatus = 'queued' | 'processing' | 'ready' | 'failed';
type DocumentSource = 'text' | 'file' | 'url';

interface DocumentProblem {
  readonly code: string;
  readonly detail: string;
}

export interface DocumentState {
  readonly id: string;
  readonly workspaceId: string;
  readonly ingestionId: string;
  title: string;
  /** False for one that is named after its file or address until it says what it is called. */
  titleIsGiven: boolean;
  source: DocumentSource;
  fileId: string | null;
  sourceUrl: string | null;
  /** Null until the file has been read. */
  content: string | null;
  /** Where its pages begin in the content. */
  pageStarts: readonly number[] | null;
  language: string | null;
  /** Of the content; each version has chunks of its own. */
  contentVersion: number;
  /** Whose chunks are searched; null until the first version is ready. */
  liveVersion: number | null;
  /** Who may find and read it; null: the whole workspace. */
  access: readonly string[] | null;
  chunking: ChunkingOptions;
  priority: IndexingPriority;
  status: DocumentStatus;
  /** How often a worker has taken it up since it was last asked for. */
  attempts: number;
  chunkCount: number;
  problem: DocumentProblem | null;
  /** Whether somebody waits to be told how its ingestion gets on. */
  readonly tellsProgress: boolean;
}

/** What a new version consists of. */
export type Revision = Pick<
  DocumentState,
  'title' | 'titleIsGiven' | 'source' | 'fileId' | 'content' | 'chunking' | 'priority' | 'language'
>;

/** More than any job is tried: only a document that takes its worker down with it gets here. */
const MOST_ATTEMPTS = 25;

const UNEXPLAINED: DocumentProblem = {
  code: 'indexing_failed',
  detail: 'The document could not be indexed, although it was tried several times. It can be retried.',
};

/**
 * A document on its way to being searchable. The version it was taken up with is the fence: once somebody else has
 * taken it up, or deleted it, a worker that comes late finds another version and cannot save.
 */
export class Document extends AggregateRoot {
  private constructor(
    readonly state: DocumentState,
    version: number,
  ) {
    super(state.id, version);
  }

  static restore(state: DocumentState, version: number): Document {
    return new Document(state, version);
  }

  refuseEndlessAttempts(): void {
    if (this.state.attempts <= MOST_ATTEMPTS) return;
    throw new DomainError({
      kind: 'unprocessable',
      code: 'indexing_abandoned',
      detail: `The document was taken up ${MOST_ATTEMPTS} times and never finished.`,
    });
  }

  refuseEmptiness(chunkCount: number): void {
    if (chunkCount > 0) return;
    throw new DomainError({
      kind: 'unprocessable',
      code: 'empty_document',
      detail: 'The document has no text.',
    });
  }

  /** From here on searches find this version, and none before it. */
  complete(chunkCount: number): void {
    this.expect('processing');
    this.state.status = 'ready';
    this.state.chunkCount = chunkCount;
    this.state.liveVersion = this.state.contentVersion;
    this.state.problem = null;
    this.settle();
  }

  /** Completed, and not saved because saving failed: that is not the document's fault. */
  get isUnsaved(): boolean {
    return this.state.status === 'ready';
  }

  /** What only operators may know, such as a provider's answer, stays in the dead letter. */
  fail(cause: Error): void {
    this.expect('processing');
    this.state.status = 'failed';
    this.state.problem = problemOf(cause);
    this.settle();
  }

  /** Once failed, it can be asked for again. In every other status that has happened already. */
  requeue(): void {
    if (this.state.status !== 'failed') return;
    this.queue();
  }

  /** The version before stays searchable until this one is ready. Whoever works on that one comes too late. */
  revise(revision: Revision): void {
    Object.assign(this.state, revision);
    this.state.contentVersion++;
    this.state.pageStarts = null;
    this.queue();
  }

  private queue(): void {
    this.state.status = 'queued';
    this.state.attempts = 0;
    this.state.problem = null;
    this.raise(new IndexingRequested(this.state.workspaceId, this.id));
  }

  private settle(): void {
    const { workspaceId, ingestionId, tellsProgress } = this.state;
    if (tellsProgress) this.raise(new DocumentSettled(workspaceId, ingestionId));
  }

  private expect(status: DocumentStatus): void {
    if (this.state.status === status) return;
    throw new DomainError({
      kind: 'conflict',
      code: 'document_not_processing',
      detail: `The document is ${this.state.status}, not ${status}.`,
    });
  }
}

/** What its owner may read about a failure. */
export function problemOf(cause: Error): DocumentProblem {
  return cause instanceof DomainError ? { code: cause.code, detail: cause.message } : UNEXPLAINED;
}

/** Whether another attempt could end otherwise. */
export function isPermanent(error: unknown): boolean {
  return error instanceof DomainError && error.kind === 'unprocessable';
}
