import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { Canaries, type ComparedVersions } from '../domain/canaries';
import { type VersionRecord } from '../domain/canary-judgement';

interface RecordRow extends Omit<VersionRecord, 'confidence'> {
  readonly id: string;
  readonly isTrial: boolean;
  readonly mean: number;
  readonly variance: number;
}

@Injectable()
export class PostgresCanaries extends Canaries {
  constructor(private readonly database: Database) {
    super();
  }

  async compare(workspaceId: string, slug: string): Promise<ComparedVersions | null> {
    const rows = await this.database.query<RecordRow & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT canary.id, side.version = canary.version AS "isTrial", count(run.id)::int AS runs,
          count(*) FILTER (WHERE run.status IN ('failed', 'limit_exceeded'))::int AS failures,
          count(*) FILTER (WHERE run.rating = 'unhelpful')::int AS "thumbsDown",
          coalesce(avg((run.outcome ->> 'confidence')::float8), 0) AS mean,
          coalesce(var_samp((run.outcome ->> 'confidence')::float8), 0) AS variance
        FROM agent.canaries AS canary
        CROSS JOIN LATERAL (VALUES (canary.version), (canary.against_version)) AS side (version)
        LEFT JOIN agent.runs AS run ON run.workspace_id = ${workspaceId} AND run.agent = canary.slug
          AND run.agent_version = side.version AND run.started_at >= canary.started_at AND run.finished_at IS NOT NULL
        WHERE canary.workspace_id = ${workspaceId} AND canary.slug = ${slug} AND canary.status = 'running'
        GROUP BY canary.id, canary.version, side.version`,
    );
    const [trial, stable] = [rows.find(({ isTrial }) => isTrial), rows.find(({ isTrial }) => !isTrial)];
    return trial && stable ? { id: trial.id, trial: recordOf(trial), stable: recordOf(stable) } : null;
  }
}

function recordOf({ runs, failures, thumbsDown, mean, variance }: RecordRow): VersionRecord {
  return { runs, failures, thumbsDown, confidence: { mean, variance } };
}
