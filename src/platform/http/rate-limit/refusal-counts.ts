import { Injectable } from '@nestjs/common';

const MOST_BUCKETS = 10_000;

export interface RefusalCount {
  readonly kind: string;
  readonly bucket: string;
  readonly count: number;
}

/** How often whom was told to come more slowly, until somebody takes the counts away. */
@Injectable()
export class RefusalCounts {
  private counts = new Map<string, RefusalCount>();

  note(kind: string, bucket: string, count = 1): void {
    const key = `${kind} ${bucket}`;
    const known = this.counts.get(key);
    // A flood from ever new addresses must not fill the memory; its loudest are among the first.
    if (!known && this.counts.size >= MOST_BUCKETS) return;
    this.counts.set(key, { kind, bucket, count: (known?.count ?? 0) + count });
  }

  /** In an order that all processes share, so that two that write at once do not wait for each other. */
  take(): RefusalCount[] {
    const taken = [...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
    this.counts = new Map();
    return taken;
  }
}
