import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../../platform/database/database';
import { sql } from '../../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../../platform/http/page';
import { type SimulationView } from './simulation.view';

export class ListSimulations extends Query<Page<SimulationView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(ListSimulations)
export class ListSimulationsHandler implements IQueryHandler<ListSimulations> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, page }: ListSimulations): Promise<Page<SimulationView>> {
    const rows = await this.database.query<SimulationView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, agent, seed, faults, rate_per_minute AS "ratePerMinute", status,
          jsonb_array_length(customers) AS customers, total, summary, error, created_at AS "createdAt",
          finished_at AS "finishedAt"
        FROM agent.simulation_runs WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows, page.limit);
  }
}
