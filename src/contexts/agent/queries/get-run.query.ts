import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type RunRow, runView } from './run-row';
import { type RunView } from './run.view';

export class GetRun extends Query<RunView> {
  constructor(
    readonly workspaceId: string,
    readonly runId: string,
  ) {
    super();
  }
}

@QueryHandler(GetRun)
export class GetRunHandler implements IQueryHandler<GetRun> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, runId }: GetRun): Promise<RunView> {
    const [run] = await this.database.query<RunRow>(
      workspaceId,
      sql`
        SELECT id, agent, agent_version AS "agentVersion", conversation_id AS "conversationId", status, input,
          outcome, error, started_at AS "startedAt", finished_at AS "finishedAt",
          rating, comment, rated_at AS "ratedAt"
        FROM agent.runs WHERE workspace_id = ${workspaceId} AND id = ${runId}`,
    );
    if (!run) throw notFound('run');
    return runView(run);
  }
}
