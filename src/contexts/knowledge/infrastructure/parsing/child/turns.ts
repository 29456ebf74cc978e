interface Waiter {
  readonly start: () => void;
}

/** So many at once; the others wait in order. */
export class Turns {
  private readonly waiting: Waiter[] = [];
  private taken = 0;

  constructor(private readonly most: number) {}

  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.taken < this.most) {
      this.taken++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        this.waiting.splice(this.waiting.indexOf(waiter), 1);
        reject(signal.reason as Error);
      };
      const waiter: Waiter = {
        start: () => {
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      this.waiting.push(waiter);
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  /** The turn goes straight to the next one. */
  give(): void {
    const next = this.waiting.shift();
    if (next) next.start();
    else this.taken--;
  }
}
