import { availableParallelism } from 'node:os';
import { DomainError } from '../../../kernel/domain-error';

/** One core stays free for everybody else, and one of the four threads that files and names need too. */
const MOST_AT_ONCE = Math.max(1, Math.min(3, availableParallelism() - 1));
/** Who stands further behind would not wait for the end anyway. */
const MOST_WAITING = 200;

/** First come, first served. Hashing runs on other threads, and there must not be more of it than cores. */
export class HashingTurns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly mostAtOnce = MOST_AT_ONCE,
    private readonly mostWaiting = MOST_WAITING,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.mostAtOnce) this.running++;
    else await this.queue();
    try {
      return await work();
    } finally {
      // A turn is handed on, so that nobody who comes at this moment gets in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  private queue(): Promise<void> {
    if (this.waiting.length >= this.mostWaiting) throw tooBusy();
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}

const tooBusy = () =>
  new DomainError({
    kind: 'unavailable',
    code: 'sign_in_busy',
    detail: 'Very many people are signing in right now. Try again in a moment.',
    retryAfterSeconds: 5,
  });
