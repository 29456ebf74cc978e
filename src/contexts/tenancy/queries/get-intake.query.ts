import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type IntakeView } from './intake.view';

export class GetIntake extends Query<IntakeView> {
  constructor(readonly workspaceId: string) {
    super();
  }
}

@QueryHandler(GetIntake)
export class GetIntakeHandler implements IQueryHandler<GetIntake> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId }: GetIntake): Promise<IntakeView> {
    const [found] = await this.database.query<IntakeView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT answers, configuration, submitted_at AS "submittedAt" FROM tenancy.intakes
        WHERE workspace_id = ${workspaceId}`,
    );
    if (!found) throw notFound('intake');
    return found;
  }
}
