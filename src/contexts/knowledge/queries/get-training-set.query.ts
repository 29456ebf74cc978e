import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type TrainingSetWithExamplesView } from './training-set.view';

export class GetTrainingSet extends Query<TrainingSetWithExamplesView> {
  constructor(
    readonly workspaceId: string,
    readonly trainingSetId: string,
  ) {
    super();
  }
}

@QueryHandler(GetTrainingSet)
export class GetTrainingSetHandler implements IQueryHandler<GetTrainingSet> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, trainingSetId }: GetTrainingSet): Promise<TrainingSetWithExamplesView> {
    const [trainingSet] = await this.database.query<TrainingSetWithExamplesView>(
      workspaceId,
      sql`
        SELECT id, name, total, skipped, created_at AS "createdAt",
          jsonb_path_query_array(examples, '$[0 to 2]') AS examples
        FROM knowledge.training_sets WHERE workspace_id = ${workspaceId} AND id = ${trainingSetId}`,
    );
    if (!trainingSet) throw notFound('training set');
    return trainingSet;
  }
}
