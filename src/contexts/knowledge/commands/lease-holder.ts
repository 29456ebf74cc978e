import { DomainError } from '../../../kernel/domain-error';
import { type Document } from '../domain/document';
import { type Documents, type IndexingStage } from '../domain/documents';

const HEARTBEAT_MS = 10_000;

export interface LeaseTimes {
  readonly leaseSeconds: number;
  readonly deadlineSeconds: number;
}

/**
 * Holds a document while it is worked on: a heartbeat prolongs the lease, so that a dead worker is told from a slow
 * one, and `signal` ends the work when somebody else has the document or the deadline has passed.
 */
export class LeaseHolder {
  private readonly gone = new AbortController();
  private readonly heartbeat: NodeJS.Timeout;
  private readonly deadline: NodeJS.Timeout;
  private stage: IndexingStage = 'chunking';

  constructor(
    private readonly documents: Documents,
    private readonly document: Document,
    private readonly times: LeaseTimes,
  ) {
    this.heartbeat = setInterval(() => void this.beat(), HEARTBEAT_MS).unref();
    this.deadline = setTimeout(() => this.end(tooLate(times)), times.deadlineSeconds * 1_000).unref();
  }

  get signal(): AbortSignal {
    return this.gone.signal;
  }

  /** Said aloud by the next heartbeat: most stages are over before anybody could ask. */
  enter(stage: IndexingStage): void {
    this.gone.signal.throwIfAborted();
    this.stage = stage;
  }

  /** The work, or the reason why it had to end: also where the work itself does not listen to the signal. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.gone.signal.throwIfAborted();
    let onAbort: () => void = () => undefined;
    const ended = new Promise<never>((_, reject) => {
      onAbort = () => reject(this.gone.signal.reason as Error);
      this.gone.signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([work, ended]);
    } finally {
      this.gone.signal.removeEventListener('abort', onAbort);
    }
  }

  release(): void {
    clearInterval(this.heartbeat);
    clearTimeout(this.deadline);
  }

  private async beat(): Promise<void> {
    try {
      await this.documents.holdOn(this.document, this.stage, this.times.leaseSeconds);
    } catch (error) {
      // A database that is away for a moment is no reason to give up: the lease has time left.
      if (error instanceof DomainError && error.code === 'concurrent_change') this.end(error);
    }
  }

  private end(reason: Error): void {
    this.release();
    this.gone.abort(reason);
  }
}

function tooLate({ deadlineSeconds }: LeaseTimes): Error {
  return new Error(`The document was not indexed within ${deadlineSeconds} seconds.`);
}
