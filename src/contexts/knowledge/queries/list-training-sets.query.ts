import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { type TrainingSetView } from './training-set.view';

export class ListTrainingSets extends Query<Page<TrainingSetView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(ListTrainingSets)
export class ListTrainingSetsHandler implements IQueryHandler<ListTrainingSets> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, page }: ListTrainingSets): Promise<Page<TrainingSetView>> {
    const rows = await this.database.query<TrainingSetView>(
      workspaceId,
      sql`
        SELECT id, name, total, skipped, created_at AS "createdAt" FROM knowledge.training_sets
        WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows, page.limit);
  }
}
