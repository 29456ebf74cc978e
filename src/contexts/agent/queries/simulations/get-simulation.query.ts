import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../../kernel/domain-error';
import { Database } from '../../../../platform/database/database';
import { sql } from '../../../../platform/database/sql';
import {
  type SimulationView,
  type SimulationWithTranscriptView,
  type TranscriptLineView,
} from './simulation.view';

export class GetSimulation extends Query<SimulationWithTranscriptView> {
  constructor(
    readonly workspaceId: string,
    readonly simulationId: string,
  ) {
    super();
  }
}

@QueryHandler(GetSimulation)
export class GetSimulationHandler implements IQueryHandler<GetSimulation> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, simulationId }: GetSimulation): Promise<SimulationWithTranscriptView> {
    const [[simulation] = [], transcript = []] = await this.database.batch(workspaceId, [
      sql`
        SELECT id, agent, seed, faults, rate_per_minute AS "ratePerMinute", status,
          jsonb_array_length(customers) AS customers, total, summary, error, created_at AS "createdAt",
          finished_at AS "finishedAt"
        FROM agent.simulation_runs WHERE workspace_id = ${workspaceId} AND id = ${simulationId}`,
      sql`
        SELECT customer, message, content, fate, answer ->> 'reply' AS reply, answer ->> 'planner' AS planner,
          (answer ->> 'confidence')::float8 AS confidence, conversation_id AS "conversationId", error
        FROM agent.simulation_deliveries WHERE workspace_id = ${workspaceId} AND run_id = ${simulationId}
        ORDER BY customer, due_at, ordinal`,
    ]);
    if (!simulation) throw notFound('simulation');
    return { ...(simulation as SimulationView), transcript: transcript as TranscriptLineView[] };
  }
}
