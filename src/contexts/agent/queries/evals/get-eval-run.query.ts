import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../../kernel/domain-error';
import { Database } from '../../../../platform/database/database';
import { sql } from '../../../../platform/database/sql';
import { type EvalRunView } from './eval-run.view';

export class GetEvalRun extends Query<EvalRunView> {
  constructor(
    readonly workspaceId: string,
    readonly evalRunId: string,
  ) {
    super();
  }
}

@QueryHandler(GetEvalRun)
export class GetEvalRunHandler implements IQueryHandler<GetEvalRun> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, evalRunId }: GetEvalRun): Promise<EvalRunView> {
    const [run] = await this.database.query<EvalRunView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, dataset_id AS "datasetId", agent, agent_version AS version, compare_with AS "compareWith",
          threshold, status, total, summary, error, created_at AS "createdAt", finished_at AS "finishedAt", (
            SELECT count(*)::int FROM agent.eval_results
            WHERE workspace_id = ${workspaceId} AND run_id = eval_runs.id) AS done
        FROM agent.eval_runs WHERE workspace_id = ${workspaceId} AND id = ${evalRunId}`,
    );
    if (!run) throw notFound('eval run');
    return run;
  }
}
