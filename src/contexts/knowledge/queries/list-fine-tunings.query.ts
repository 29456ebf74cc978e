import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { type FineTuningView } from './fine-tuning.view';

export class ListFineTunings extends Query<Page<FineTuningView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(ListFineTunings)
export class ListFineTuningsHandler implements IQueryHandler<ListFineTunings> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, page }: ListFineTunings): Promise<Page<FineTuningView>> {
    const rows = await this.database.query<FineTuningView>(
      workspaceId,
      sql`
        SELECT id, training_set_id AS "trainingSetId", base_model AS "baseModel", suffix, status,
          cancel_asked AS "cancelAsked", job_id AS "providerJobId", fine_tuned_model AS "fineTunedModel",
          trained_tokens::float8 AS "trainedTokens", last_event AS "lastEvent", error, created_at AS "createdAt",
          updated_at AS "updatedAt"
        FROM knowledge.fine_tunings WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows, page.limit);
  }
}
