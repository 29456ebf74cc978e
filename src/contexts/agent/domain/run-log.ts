/** What a run has told, by numbers from 1 on. */
export interface ToldEvent {
  readonly number: number;
  readonly event: string;
  readonly data: unknown;
}

/** Kept for some minutes, for those who come back to a stream, to whichever process. */
export abstract class RunLog {
  abstract append(workspaceId: string, runId: string, events: readonly ToldEvent[]): Promise<void>;
}
