import { AggregateRoot } from '../../../kernel/aggregate-root';
import { DomainError } from '../../../kernel/domain-error';
import { type IndexingPriority, IndexingRequested } from '../contracts/indexing-requested.event';
import { type ChunkingOptions } from './chunking/chunk';

export type DocumentStatus = 'queued' | 'processing' | 'ready' | 'failed';

interface DocumentProblem {
  readonly code: string;
  readonly detail: string;
}

export interface DocumentState {
  readonly id: string;
  readonly workspaceId: string;
  readonly title: string;
  readonly content: string;
  /** Of the content; each version has chunks of its own. */
  readonly contentVersion: number;
  readonly chunking: ChunkingOptions;
  readonly priority: IndexingPriority;
  status: DocumentStatus;
  /** How often a worker has taken it up since it was last asked for. */
  attempts: number;
  chunkCount: number;
  problem: DocumentProblem | null;
}

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

  complete(chunkCount: number): void {
    this.expect('processing');
    if (chunkCount === 0) {
      throw new DomainError({
        kind: 'unprocessable',
        code: 'empty_document',
        detail: 'The document has no text.',
      });
    }
    this.state.status = 'ready';
    this.state.chunkCount = chunkCount;
    this.state.problem = null;
  }

  /** What only operators may know, such as a provider's answer, stays in the dead letter. */
  fail(cause: Error): void {
    this.expect('processing');
    this.state.status = 'failed';
    this.state.problem =
      cause instanceof DomainError ? { code: cause.code, detail: cause.message } : UNEXPLAINED;
  }

  /** Once failed, it can be asked for again. In every other status that has happened already. */
  requeue(): void {
    if (this.state.status !== 'failed') return;
    this.state.status = 'queued';
    this.state.attempts = 0;
    this.state.problem = null;
    const { workspaceId, id, priority } = this.state;
    const generation = this.version + 1;
    this.raise(new IndexingRequested(workspaceId, id, [{ id, generation }], priority));
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

/** Whether another attempt could end otherwise. */
export function isPermanent(error: unknown): boolean {
  return error instanceof DomainError && error.kind === 'unprocessable';
}
