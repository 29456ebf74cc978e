import { setTimeout as sleep } from 'node:timers/promises';
import { type Client } from 'pg';
import { type Invariant } from './invariants';

interface DocumentSample {
  readonly id: string;
  readonly status: string;
  readonly isDeleted: boolean;
  readonly lockVersion: number;
  readonly accepted: string;
}

const EVERY_MS = 40;
const SETTLED = new Set(['ready', 'failed']);
const STATUSES = new Set(['queued', 'processing', ...SETTLED]);

/** Looks at every document many times a second, each time at one moment. */
export class Samples {
  private readonly last = new Map<string, DocumentSample>();
  private readonly backwards: string[] = [];
  private readonly uncounted: string[] = [];
  private taken = 0;
  private isOver = false;
  private sampling: Promise<void> = Promise.resolve();

  constructor(private readonly owner: Client) {}

  start(): this {
    this.sampling = this.sampleOn();
    return this;
  }

  async stop(): Promise<Invariant[]> {
    this.isOver = true;
    await this.sampling;
    const seen = this.taken > 0 ? [] : ['no sample was taken'];
    return [
      { name: 'I6 monotonic: no document goes back', problems: [...this.backwards] },
      { name: 'I7 conservation: what was accepted is somewhere', problems: [...seen, ...this.uncounted] },
    ];
  }

  private async sampleOn(): Promise<void> {
    while (!this.isOver) {
      await this.sample();
      await sleep(EVERY_MS);
    }
  }

  private async sample(): Promise<void> {
    const { rows } = await this.owner.query<DocumentSample>(
      `SELECT id, status, deleted_at IS NOT NULL AS "isDeleted", lock_version AS "lockVersion",
         (SELECT coalesce(sum(total - skipped), 0) FROM knowledge.ingestions) AS accepted
       FROM knowledge.documents`,
    );
    for (const row of rows) this.compare(row);
    this.count(rows);
    this.taken++;
  }

  private compare(now: DocumentSample): void {
    const before = this.last.get(now.id);
    this.last.set(now.id, now);
    if (!before) return;
    const changes = `${before.status} v${before.lockVersion} became ${now.status} v${now.lockVersion}`;
    if (now.lockVersion < before.lockVersion) this.backwards.push(`${now.id}: ${changes}`);
    if (SETTLED.has(before.status) && now.status !== before.status)
      this.backwards.push(`${now.id}: ${changes}`);
    if (before.isDeleted && !now.isDeleted) this.backwards.push(`${now.id} is back from the dead`);
  }

  private count(rows: readonly DocumentSample[]): void {
    const known = rows.filter(({ status }) => STATUSES.has(status)).length;
    const accepted = Number(rows[0]?.accepted ?? 0);
    if (known !== accepted) this.uncounted.push(`${accepted} accepted, ${known} in a known status`);
  }
}
