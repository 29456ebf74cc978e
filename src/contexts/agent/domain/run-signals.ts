/** What is wanted of runs that this process has on its hands, by whoever in the world. */
export abstract class RunSignals {
  /** Those among the runs that somebody wants to be cancelled. */
  abstract cancelled(runIds: readonly string[]): Promise<readonly string[]>;
}
