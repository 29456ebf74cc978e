import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type CanaryView } from './canary.view';

export class GetCanary extends Query<CanaryView> {
  constructor(
    readonly workspaceId: string,
    readonly slug: string,
  ) {
    super();
  }
}

@QueryHandler(GetCanary)
export class GetCanaryHandler implements IQueryHandler<GetCanary> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, slug }: GetCanary): Promise<CanaryView> {
    const [canary] = await this.database.query<CanaryView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT canary.id, canary.status, canary.percent, canary.reason, canary.started_at AS "startedAt",
          canary.ended_at AS "endedAt", sides.shown -> 'trial' AS trial, sides.shown -> 'against' AS against
        FROM agent.canaries AS canary
        CROSS JOIN LATERAL (
          SELECT jsonb_object_agg(counted.side, to_jsonb(counted) - 'side') AS shown FROM (
            SELECT one.side, one.version, count(run.id)::int AS runs,
              count(*) FILTER (WHERE run.status IN ('failed', 'limit_exceeded'))::int AS failures,
              avg((run.outcome ->> 'confidence')::float8) AS confidence,
              count(*) FILTER (WHERE run.rating = 'unhelpful')::int AS "thumbsDown"
            FROM (VALUES ('trial', canary.version), ('against', canary.against_version)) AS one (side, version)
            LEFT JOIN agent.runs AS run ON run.workspace_id = ${workspaceId} AND run.agent = canary.slug
              AND run.agent_version = one.version AND run.finished_at IS NOT NULL
              AND run.started_at BETWEEN canary.started_at AND coalesce(canary.ended_at, now())
            GROUP BY one.side, one.version) AS counted) AS sides
        WHERE canary.workspace_id = ${workspaceId} AND canary.slug = ${slug}
        ORDER BY canary.id DESC LIMIT 1`,
    );
    if (!canary) throw notFound('trial of this agent');
    return canary;
  }
}
