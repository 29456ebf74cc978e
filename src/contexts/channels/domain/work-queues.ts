/** A message of the inbox, or a piece of a reply, of whose thread somebody is to work. */
export interface WakeUp {
  readonly workspaceId: string;
  readonly id: string;
}

/** The queues only wake: what is to be done, and when, lies in the rows. */
export abstract class WorkQueues {
  /** With a delay it is another wake-up than the one at hand; without, the same one is in the queue once. */
  abstract wakeInbound(work: WakeUp, delayMs?: number): Promise<void>;
  abstract wakeOutbound(work: WakeUp, delayMs?: number): Promise<void>;
}
