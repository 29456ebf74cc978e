import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { type RunRow, runView } from './run-row';
import { type RunView } from './run.view';

export class ListRuns extends Query<Page<RunView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(ListRuns)
export class ListRunsHandler implements IQueryHandler<ListRuns> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, page }: ListRuns): Promise<Page<RunView>> {
    const rows = await this.database.query<RunRow>(
      workspaceId,
      sql`
        SELECT id, agent, agent_version AS "agentVersion", conversation_id AS "conversationId", status, input,
          outcome, error, started_at AS "startedAt", finished_at AS "finishedAt",
          rating, comment, rated_at AS "ratedAt"
        FROM agent.runs WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows.map(runView), page.limit);
  }
}
