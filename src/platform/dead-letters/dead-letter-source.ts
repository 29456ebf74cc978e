import { type DomainEvent, type DomainEventType } from '../../kernel/domain-event';

export interface LetterSubject {
  /** Null for work about a person's account. */
  readonly workspaceId: string | null;
  readonly id: string;
}

export interface FailedSubject extends LetterSubject {
  /** At least; not every table counts them. */
  readonly attempts: number;
  readonly failedAt: Date;
  /** What makes the work start over. */
  readonly retryWith: DomainEvent;
}

/**
 * A kind of thing that can fail for good in a queue. What has failed and the open letters about it are the same
 * set, apart from what somebody has discarded; the reconciler sees to it, by what a context tells here.
 */
export abstract class DeadLetterSource {
  abstract readonly queue: string;
  /** The event that a retry says again: it tells these letters from others of the same queue. */
  abstract readonly saysAgain: DomainEventType;
  /** What has failed for good, in the order of the ids, above the given one. */
  abstract failedAfter(id: string, limit: number): Promise<FailedSubject[]>;
  /** Which of them have failed for good and still are so: their ids. */
  abstract stillFailed(subjects: readonly LetterSubject[]): Promise<string[]>;
}
