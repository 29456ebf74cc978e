import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type FineTuningView } from './fine-tuning.view';

export class GetFineTuning extends Query<FineTuningView> {
  constructor(
    readonly workspaceId: string,
    readonly fineTuningId: string,
  ) {
    super();
  }
}

@QueryHandler(GetFineTuning)
export class GetFineTuningHandler implements IQueryHandler<GetFineTuning> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, fineTuningId }: GetFineTuning): Promise<FineTuningView> {
    const [fineTuning] = await this.database.query<FineTuningView>(
      workspaceId,
      sql`
        SELECT id, training_set_id AS "trainingSetId", base_model AS "baseModel", suffix, status,
          cancel_asked AS "cancelAsked", job_id AS "providerJobId", fine_tuned_model AS "fineTunedModel",
          trained_tokens::float8 AS "trainedTokens", last_event AS "lastEvent", error, created_at AS "createdAt",
          updated_at AS "updatedAt"
        FROM knowledge.fine_tunings WHERE workspace_id = ${workspaceId} AND id = ${fineTuningId}`,
    );
    if (!fineTuning) throw notFound('fine-tuning');
    return fineTuning;
  }
}
