import { digestOf } from './audit-digest';
import { type AuditRow } from './audit-row';

/** What was noted about a log at an earlier time, and outside of it. */
export interface KnownState {
  readonly entries: number;
  readonly lastHash: string;
}

/** Follows a chain entry by entry, until one is not what has to come next. */
export class ChainWalk {
  private seen = 0;
  private hash: Buffer | null = null;

  constructor(private readonly known: KnownState | null) {}

  get entries(): number {
    return this.seen;
  }

  get lastHash(): string | null {
    return this.hash?.toString('hex') ?? null;
  }

  /** False for what does not belong here; the walk ends in front of it. */
  step(row: AuditRow): boolean {
    const fits = Number(row.seq) === this.seen + 1 && isSame(row.previous_hash, this.hash);
    if (!fits || !digestOf(row).equals(row.hash) || !this.isAsKnown(row)) return false;
    this.seen++;
    this.hash = row.hash;
    return true;
  }

  /** Where the walk should have gone on; null when it came to the very end. */
  firstBroken(head: { entries: number; hash: Buffer | null; last: number }): number | null {
    const furthest = Math.max(head.entries, head.last, this.known?.entries ?? 0);
    if (this.seen < furthest) return this.seen + 1;
    return isSame(head.hash, this.hash) ? null : this.seen;
  }

  private isAsKnown({ seq, hash }: AuditRow): boolean {
    return Number(seq) !== this.known?.entries || hash.toString('hex') === this.known.lastHash.toLowerCase();
  }
}

function isSame(one: Buffer | null, other: Buffer | null): boolean {
  return one && other ? one.equals(other) : one === other;
}
