/** Where re-indexings wait for a worker. It may lose them; then they are found by their lease. */
export abstract class ReindexingQueue {
  /** Repeatable: one that waits already waits once. */
  abstract add(workspaceId: string, reindexingId: string): Promise<void>;
}
