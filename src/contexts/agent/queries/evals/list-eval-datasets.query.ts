import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../../platform/database/database';
import { sql } from '../../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../../platform/http/page';
import { type EvalDatasetView } from './eval-dataset.view';

export class ListEvalDatasets extends Query<Page<EvalDatasetView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(ListEvalDatasets)
export class ListEvalDatasetsHandler implements IQueryHandler<ListEvalDatasets> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, page }: ListEvalDatasets): Promise<Page<EvalDatasetView>> {
    const rows = await this.database.query<EvalDatasetView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, name, version, total, created_at AS "createdAt" FROM agent.eval_datasets
        WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows, page.limit);
  }
}
