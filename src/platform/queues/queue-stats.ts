export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly completed: number;
  readonly failed: number;
}

/** How full each queue is, by name. */
export abstract class QueueStats {
  abstract counts(): Promise<Record<string, QueueCounts>>;
}
