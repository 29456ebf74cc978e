import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../../platform/database/database';
import { sql } from '../../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../../platform/http/page';
import { type EvalRunView } from './eval-run.view';

export class ListEvalRuns extends Query<Page<EvalRunView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(ListEvalRuns)
export class ListEvalRunsHandler implements IQueryHandler<ListEvalRuns> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, page }: ListEvalRuns): Promise<Page<EvalRunView>> {
    const rows = await this.database.query<EvalRunView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, dataset_id AS "datasetId", agent, agent_version AS version, compare_with AS "compareWith",
          threshold, status, total, summary, error, created_at AS "createdAt", finished_at AS "finishedAt", (
            SELECT count(*)::int FROM agent.eval_results
            WHERE workspace_id = ${workspaceId} AND run_id = eval_runs.id) AS done
        FROM agent.eval_runs WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows, page.limit);
  }
}
