import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '../../../../../config/settings';
import { Clock } from '../../../../kernel/clock';
import { Cache, type CacheKind } from '../../../../platform/cache/cache';
import { Database, NO_TENANT } from '../../../../platform/database/database';
import { sql, type Statement } from '../../../../platform/database/sql';
import { type PlannerTarget } from '../../domain/planner';
import { type Admission, PlannerHealth } from '../../domain/planner-health';

/** When the target may be asked again, in milliseconds; null: it has not failed. */
const REST: CacheKind<{ readonly until: number | null }> = { name: 'planner-rest', seconds: 60 };
/** From one failure of a probe to the next, a rest is twice as long, up to this many times the first. */
const MOST_DOUBLINGS = 5;
/** How long a probe may take before somebody else tries. */
const PROBE_SECONDS = 30;

/**
 * The database tells who rests and who may probe, the cache spares asking it while all is well: a failure
 * that one instance has met is heard of by the others at once.
 */
@Injectable()
export class SharedPlannerHealth extends PlannerHealth {
  private readonly logger = new Logger('PlannerHealth');
  private readonly cooldownMs: number;

  constructor(
    private readonly database: Database,
    private readonly cache: Cache,
    private readonly clock: Clock,
    { planning }: Settings,
  ) {
    super();
    this.cooldownMs = planning.cooldownMs;
  }

  async admit(target: PlannerTarget): Promise<Admission> {
    const key = keyOf(target);
    const { until } = await this.cache.recall(REST, key, () => this.restOf(key));
    if (until === null) return 'healthy';
    if (this.clock.now().getTime() < until) return 'cooling_down';
    const claimed = await this.database.query(
      NO_TENANT,
      sql`
        UPDATE agent.planner_rests SET probed_until = now() + make_interval(secs => ${PROBE_SECONDS})
        WHERE target = ${key} AND until <= now() AND (probed_until IS NULL OR probed_until <= now())
        RETURNING 1`,
    );
    return claimed.length === 1 ? 'probe' : 'cooling_down';
  }

  async noteFailure(target: PlannerTarget, retryAfterMs: number | null): Promise<void> {
    const restMs = Math.max(this.cooldownMs, retryAfterMs ?? 0);
    if (restMs > 0) await this.write(target, beginRest(keyOf(target), restMs));
  }

  async noteRecovery(target: PlannerTarget): Promise<void> {
    await this.write(target, sql`DELETE FROM agent.planner_rests WHERE target = ${keyOf(target)}`);
  }

  private async restOf(key: string): Promise<{ readonly until: number | null }> {
    const [rest] = await this.database.query<{ until: Date }>(
      NO_TENANT,
      sql`SELECT until FROM agent.planner_rests WHERE target = ${key}`,
    );
    return { until: rest ? rest.until.getTime() : null };
  }

  /** An answer that was found must not be lost because this could not be noted. */
  private async write(target: PlannerTarget, statement: Statement): Promise<void> {
    try {
      await this.database.query(NO_TENANT, statement);
    } catch (error) {
      this.logger.warn(`How ${keyOf(target)} fares could not be noted: ${(error as Error).message}`);
    }
    this.cache.forget(REST, keyOf(target));
  }
}

/** Of many failures at once only the first counts as one: the rest were on their way already. */
function beginRest(key: string, restMs: number): Statement {
  return sql`
    INSERT INTO agent.planner_rests AS rest (target, failures, until)
    VALUES (${key}, 1, now() + make_interval(secs => ${restMs / 1_000}::float8))
    ON CONFLICT (target) DO UPDATE SET
      failures = rest.failures + CASE WHEN rest.until <= now() THEN 1 ELSE 0 END,
      until = greatest(rest.until, CASE WHEN rest.until <= now()
        THEN now() + make_interval(secs => ${restMs / 1_000}::float8) * 2 ^ least(rest.failures, ${MOST_DOUBLINGS})
        ELSE excluded.until END),
      probed_until = NULL`;
}

function keyOf({ planner, provider, model }: PlannerTarget): string {
  return [planner, provider, model].filter((part) => part !== null).join(':');
}
