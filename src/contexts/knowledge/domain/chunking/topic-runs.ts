import { type TopicBorders } from './topic-borders';

/** Statements in a row, from one up to but without another. */
interface Run {
  from: number;
  to: number;
}

/** Runs of statements about one thing, each neither too small nor too large if it can be. */
export class TopicRuns {
  constructor(
    private readonly borders: TopicBorders,
    private readonly tokensOf: (from: number, to: number) => number,
    private readonly limits: { maxTokens: number; minTokens: number },
  ) {}

  over(statements: number): Run[] {
    const runs: Run[] = [];
    let from = 0;
    for (let place = 1; place <= statements; place++) {
      if (place < statements && !this.borders.isBorder(place)) continue;
      runs.push(...this.split({ from, to: place }));
      from = place;
    }
    return this.joined(runs);
  }

  /** A run that is too large is cut where its two parts have the least in common, and so are they. */
  private split(run: Run): Run[] {
    const waiting = [run];
    const whole: Run[] = [];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { from, to } = next;
      if (to - from === 1 || this.tokensOf(from, to) <= this.limits.maxTokens) {
        whole.push(next);
      } else {
        const place = this.weakestPlaceIn(next);
        waiting.push({ from: place, to }, { from, to: place });
      }
    }
    return whole;
  }

  /** Of places alike, the one nearest to the middle. */
  private weakestPlaceIn({ from, to }: Run): number {
    const middle = (from + to) / 2;
    let weakest = from + 1;
    for (let place = from + 2; place < to; place++) {
      const difference = this.borders.similarityAt(place) - this.borders.similarityAt(weakest);
      const isNearer = Math.abs(place - middle) < Math.abs(weakest - middle);
      if (difference < 0 || (difference === 0 && isNearer)) weakest = place;
    }
    return weakest;
  }

  /** Small runs take in what follows; a small last one goes with the one before. */
  private joined(runs: readonly Run[]): Run[] {
    const joined: Run[] = [];
    runs.forEach((run, i) => {
      const before = joined.at(-1);
      const isLast = i === runs.length - 1;
      const needsJoining = before && (this.isSmall(before) || (isLast && this.isSmall(run)));
      if (before && needsJoining && this.tokensOf(before.from, run.to) <= this.limits.maxTokens) {
        joined[joined.length - 1] = { from: before.from, to: run.to };
      } else {
        joined.push(run);
      }
    });
    return joined;
  }

  private isSmall({ from, to }: Run): boolean {
    return this.tokensOf(from, to) < this.limits.minTokens;
  }
}
