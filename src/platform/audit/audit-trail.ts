import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  Optional,
} from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import { Counter } from 'prom-client';
import { Clock } from '../../kernel/clock';
import { uuidv7 } from '../../kernel/ids';
import { AUDIT_DENIALS } from './audit-metrics';
import { type AuditedAct, recordOf } from './audited';
import { AuditWriter } from './audit-writer';
import { type PendingAct, RepeatedActs } from './repeated-acts';

const WRITE_EVERY_MS = 1_000;
const MINUTE_MS = 60_000;
const MOST_GATHERED = 10_000;

/**
 * For acts that have no transaction of their own, such as denials. They are gathered and written in
 * the background: nobody waits for them, and nothing fails because they cannot be written right now.
 */
@Injectable()
export class AuditTrail implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(AuditTrail.name);
  private readonly repeated = new RepeatedActs();
  private pending: PendingAct[] = [];
  private notListed = 0;
  private notListedDue = 0;
  private isClosing = false;
  private isWaiting = false;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly writer: AuditWriter,
    private readonly clock: Clock,
    @Optional() @InjectMetric(AUDIT_DENIALS) private readonly denials?: Counter,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(), WRITE_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.isClosing = true;
    this.finish(Infinity);
    await this.flush();
  }

  /** Denied, unless the act says otherwise. The workspace must be the caller's own, never one they knocked at. */
  note(workspaceId: string | null, act: AuditedAct): void {
    const now = this.clock.now();
    const record = recordOf({ outcome: 'denied', ...act });
    if (record.outcome === 'denied') this.denials?.inc({ action: record.action });
    const pending = { workspaceId, record };
    if (this.repeated.counts(pending)) return;
    if (Math.max(this.pending.length, this.repeated.size) >= MOST_GATHERED) {
      this.notListed++;
      return;
    }
    this.repeated.watch(pending, now.getTime());
    this.gather(pending, now);
    // Requests in hand are still answered then; there is no next round to wait for.
    if (this.isClosing) void this.flush();
  }

  /** Writes what was gathered; one round after the other. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.writeGathered());
    return this.writing;
  }

  private async writeGathered(): Promise<void> {
    const now = this.clock.now();
    this.finish(now.getTime());
    this.noteNotListed(now);
    const taken = this.pending;
    if (taken.length === 0) return;
    this.pending = [];
    const left = await this.writer.write(taken);
    this.pending = [...left, ...this.pending];
    if (left.length > 0 && !this.isWaiting) {
      this.logger.warn(`${left.length} entries of the audit log wait for the database`);
    }
    this.isWaiting = left.length > 0;
  }

  private finish(until: number): void {
    const now = this.clock.now();
    for (const { workspaceId, record, repeats } of this.repeated.takeFinished(until)) {
      this.gather(
        { workspaceId, record: { ...record, id: uuidv7(), request_id: null, count: repeats } },
        now,
      );
    }
  }

  /** Once a minute at most, and not while there is no room anyway. */
  private noteNotListed(now: Date): void {
    const isDue = this.isClosing || now.getTime() >= this.notListedDue;
    if (this.notListed === 0 || !isDue || this.pending.length >= MOST_GATHERED) return;
    const act = { action: 'platform.denials_not_listed', outcome: 'denied' } as const;
    const record = { ...recordOf(act), count: this.notListed };
    this.notListed = 0;
    this.notListedDue = now.getTime() + MINUTE_MS;
    this.gather({ workspaceId: null, record }, now);
  }

  /** The database tells when it was written, which is later by a second, or by an outage. */
  private gather({ workspaceId, record }: PendingAct, now: Date): void {
    const detail = { ...record.detail, at: now.toISOString() };
    this.pending.push({ workspaceId, record: { ...record, detail } });
  }
}
