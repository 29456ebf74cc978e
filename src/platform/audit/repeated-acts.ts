import { type AuditRecord } from './audited';

/** An act that nobody has written down yet, and the log that it joins: a workspace's, or the platform's. */
export interface PendingAct {
  readonly workspaceId: string | null;
  readonly record: AuditRecord;
}

interface Repeated extends PendingAct {
  readonly until: number;
  /** Beyond the first, which has an entry of its own. */
  readonly repeats: number;
}

const WINDOW_MS = 60_000;

/** The same act again within a minute is only counted: a flood must not fill the log. */
export class RepeatedActs {
  /** In the order in which their minutes began, so that those that are over stand first. */
  private windows = new Map<string, Repeated>();

  get size(): number {
    return this.windows.size;
  }

  /** False for the first of its kind. */
  counts({ workspaceId, record }: PendingAct): boolean {
    const key = keyOf(workspaceId, record);
    const known = this.windows.get(key);
    if (known) this.windows.set(key, { ...known, repeats: known.repeats + 1 });
    return known !== undefined;
  }

  watch({ workspaceId, record }: PendingAct, now: number): void {
    this.windows.set(keyOf(workspaceId, record), { workspaceId, record, until: now + WINDOW_MS, repeats: 0 });
  }

  /** What came more than once in a minute that is over, to be written with its count. */
  takeFinished(now: number): Omit<Repeated, 'until'>[] {
    const finished: Omit<Repeated, 'until'>[] = [];
    for (const [key, repeated] of this.windows) {
      if (repeated.until > now) break;
      this.windows.delete(key);
      if (repeated.repeats > 0) finished.push(repeated);
    }
    return finished;
  }
}

function keyOf(workspaceId: string | null, record: AuditRecord): string {
  const { action, outcome, actor_kind, actor_id, subject_kind, subject_id, detail, address } = record;
  return JSON.stringify([
    workspaceId,
    action,
    outcome,
    actor_kind,
    actor_id,
    subject_kind,
    subject_id,
    detail,
    address,
  ]);
}
