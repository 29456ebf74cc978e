import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { Shown } from '../../../platform/http/view-fields';

const KINDS = ['address', 'auth', 'workspace'] as const;

export class RateOffenderView {
  @Shown({ enum: KINDS, example: 'auth', description: 'Which limit: auth is that of credentials.' })
  kind!: string;

  @Shown({ example: '203.0.113.7', description: 'An address, an IPv6 network, or the id of a workspace.' })
  bucket!: string;

  @Shown({ example: 412, description: 'How many requests were refused.' })
  refused!: number;

  @Shown({ example: '2026-11-21T10:00:00.000Z', description: 'The minute of the last refusal.' })
  lastAt!: Date;
}

export class RateOffendersView {
  @Shown({ type: RateOffenderView, isArray: true })
  data!: RateOffenderView[];
}

/** Whom the rate limits refused most in the last hour, the worst first. */
export class ListRateOffenders extends Query<RateOffendersView> {
  constructor(readonly most: number) {
    super();
  }
}

@QueryHandler(ListRateOffenders)
export class ListRateOffendersHandler implements IQueryHandler<ListRateOffenders> {
  constructor(private readonly database: Database) {}

  async execute({ most }: ListRateOffenders): Promise<RateOffendersView> {
    const data = await this.database.query<RateOffenderView & Record<string, unknown>>(
      NO_TENANT,
      sql`
        SELECT kind, bucket, sum(count)::int AS refused, max(minute) AS "lastAt"
        FROM platform.rate_refusals WHERE minute > now() - interval '1 hour'
        GROUP BY kind, bucket ORDER BY refused DESC, kind, bucket LIMIT ${most}`,
    );
    return { data };
  }
}
