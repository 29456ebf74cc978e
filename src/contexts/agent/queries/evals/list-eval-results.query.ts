import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../../kernel/domain-error';
import { Database } from '../../../../platform/database/database';
import { sql } from '../../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../../platform/http/page';
import { type EvalResultView } from './eval-result.view';

export class ListEvalResults extends Query<Page<EvalResultView>> {
  constructor(
    readonly workspaceId: string,
    readonly evalRunId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(ListEvalResults)
export class ListEvalResultsHandler implements IQueryHandler<ListEvalResults> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, evalRunId, page }: ListEvalResults): Promise<Page<EvalResultView>> {
    const [known = [], rows = []] = await this.database.batch(workspaceId, [
      sql`SELECT 1 FROM agent.eval_runs WHERE workspace_id = ${workspaceId} AND id = ${evalRunId}`,
      sql`
        SELECT id, ordinal, input, outcome, baseline, comparison FROM agent.eval_results
        WHERE workspace_id = ${workspaceId} AND run_id = ${evalRunId} AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    ]);
    if (known.length === 0) throw notFound('eval run');
    return toPage(rows as EvalResultView[], page.limit);
  }
}
