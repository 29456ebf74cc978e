import { Injectable } from '@nestjs/common';
import {
  type HealthCheckAttempt,
  type HealthIndicatorFunction,
  HealthIndicatorService,
} from '@nestjs/terminus';
import { migrations } from '../../../migrations/all';
import { Database, NO_TENANT } from '../database/database';
import { sql } from '../database/sql';
import { QdrantServer } from '../qdrant/qdrant-server';
import { QueueStats } from '../queues/queue-stats';

const TIMEOUT_MS = 2_000;
/** However often the probes ask, a dependency is asked once a second. */
const FRESH_MS = 1_000;

/** What this process cannot serve without, and what it serves less well without, by name. */
@Injectable()
export class DependencyChecks {
  constructor(
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    private readonly queues: QueueStats,
    private readonly qdrant: QdrantServer,
  ) {}

  all(): HealthIndicatorFunction[] {
    return [
      this.check('database', () => this.database.query(NO_TENANT, sql`SELECT 1`)),
      this.check('migrations', () => this.everyMigrationRan()),
      this.check('queue', () => this.queues.counts()),
      ...(this.qdrant.isConfigured ? [this.checkDispensable('qdrant', () => this.qdrant.check())] : []),
    ];
  }

  private check(name: string, ask: () => Promise<unknown>): HealthIndicatorFunction {
    return async () => this.attempt(name, ask);
  }

  /** Without it searches answer by keywords and indexing waits: no reason to send requests elsewhere. */
  private checkDispensable(name: string, ask: () => Promise<unknown>): HealthIndicatorFunction {
    return async () => {
      const result = await this.attempt(name, ask);
      const { status, ...told } = result[name]!;
      return status === 'down' ? this.indicators.check(name).degraded(told) : result;
    };
  }

  private attempt(name: string, ask: () => Promise<unknown>): HealthCheckAttempt {
    return this.indicators
      .check(name)
      .attempt(() => ask().then(() => undefined))
      .withTimeout(TIMEOUT_MS)
      .cacheFor(FRESH_MS);
  }

  /** More than ours may have run: during a rolling update the next version's migrations come first. */
  private async everyMigrationRan(): Promise<void> {
    const rows = await this.database.query<{ name: string }>(
      NO_TENANT,
      sql`SELECT name FROM parley_migrations`,
    );
    const ran = new Set(rows.map((row) => row.name));
    const missing = migrations.filter((migration) => !ran.has(migration.name));
    if (missing.length > 0) throw new Error(`${missing.length} migrations are missing`);
  }
}
