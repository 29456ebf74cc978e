import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Database, NO_TENANT } from '../../database/database';
import { sql } from '../../database/sql';
import { type RefusalCount, RefusalCounts } from './refusal-counts';

const WRITE_EVERY_MS = 10_000;

/** Adds up, by the minute and over all processes, what each has counted. */
@Injectable()
export class RefusalLog implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RefusalLog.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly counts: RefusalCounts,
    private readonly database: Database,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.write(), WRITE_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write();
  }

  /** What cannot be written now is counted on. */
  async write(): Promise<void> {
    const taken = this.counts.take();
    if (taken.length === 0) return;
    try {
      await this.add(taken);
    } catch (error) {
      for (const { kind, bucket, count } of taken) this.counts.note(kind, bucket, count);
      this.logger.warn(`Refusals wait to be written: ${(error as Error).message}`);
    }
  }

  private async add(taken: readonly RefusalCount[]): Promise<void> {
    await this.database.query(
      NO_TENANT,
      sql`
        INSERT INTO platform.rate_refusals AS known (minute, kind, bucket, count)
        SELECT date_trunc('minute', now()), kind, bucket, count
        FROM jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) AS taken (kind text, bucket text, count int)
        ON CONFLICT (minute, kind, bucket) DO UPDATE SET count = known.count + excluded.count`,
    );
  }
}
