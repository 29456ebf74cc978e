export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly completed: number;
  readonly failed: number;
  /** Nothing is taken from it until somebody resumes it. */
  readonly paused: boolean;
}

/** How full each queue is, by name. */
export abstract class QueueStats {
  abstract counts(): Promise<Record<string, QueueCounts>>;
}
