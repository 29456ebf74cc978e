import { type QuestionTerm } from './question-terms';

export interface SearchBounds {
  readonly limit: number;
  /** What a filter on metadata has left; null: all documents of the workspace. */
  readonly documentIds: ReadonlySet<string> | null;
  /** Who asks, by the names that access lists use; null: somebody who may see every document. */
  readonly readers: readonly string[] | null;
  /** Chunks that lack one of them may be left out; whoever asks looks again. */
  readonly words?: readonly QuestionTerm[];
  /** When the question came, by the process's own clock: whatever was committed before is seen. None: until now. */
  readonly askedAt?: number;
}

/** Whether an access list lets one of the readers in. */
export function mayRead(access: readonly string[] | null, readers: readonly string[] | null): boolean {
  return access === null || readers === null || access.some((name) => readers.includes(name));
}
