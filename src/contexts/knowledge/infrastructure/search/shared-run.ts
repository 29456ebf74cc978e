/** Runs one at a time. Whoever asks while one runs waits for the next, which sees all that has happened by then. */
export class SharedRun {
  private running: Promise<unknown> = Promise.resolve();
  private next: Promise<void> | null = null;

  join(work: () => Promise<void>): Promise<void> {
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        const run = work();
        this.running = run;
        return run;
      });
    return this.next;
  }
}
