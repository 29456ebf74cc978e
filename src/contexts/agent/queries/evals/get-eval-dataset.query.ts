import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../../kernel/domain-error';
import { Database } from '../../../../platform/database/database';
import { sql } from '../../../../platform/database/sql';
import { type EvalDatasetWithCasesView } from './eval-dataset.view';

export class GetEvalDataset extends Query<EvalDatasetWithCasesView> {
  constructor(
    readonly workspaceId: string,
    readonly datasetId: string,
  ) {
    super();
  }
}

@QueryHandler(GetEvalDataset)
export class GetEvalDatasetHandler implements IQueryHandler<GetEvalDataset> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, datasetId }: GetEvalDataset): Promise<EvalDatasetWithCasesView> {
    const [dataset] = await this.database.query<EvalDatasetWithCasesView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, name, version, total, created_at AS "createdAt", cases FROM agent.eval_datasets
        WHERE workspace_id = ${workspaceId} AND id = ${datasetId}`,
    );
    if (!dataset) throw notFound('dataset');
    return dataset;
  }
}
