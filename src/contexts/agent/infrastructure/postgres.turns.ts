import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { Turn, type TurnState } from '../domain/turn';
import { Turns } from '../domain/turns';

@Injectable()
export class PostgresTurns extends Turns {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
  ) {
    super();
  }

  async start({ state }: Turn): Promise<boolean> {
    const stored = await this.database.query(
      state.workspaceId,
      sql`
        INSERT INTO agent.runs (workspace_id, id, agent, agent_version, conversation_id, reply_id, input, status, started_at, version)
        VALUES (${state.workspaceId}, ${state.id}, ${state.agent}, ${state.agentVersion}, ${state.conversationId},
          ${state.replyId}, ${state.input}, ${state.status}, ${state.startedAt}, 0)
        ON CONFLICT DO NOTHING RETURNING 1`,
    );
    return stored.length === 1;
  }

  async find(workspaceId: string, id: string): Promise<Turn | null> {
    const [row] = await this.database.query<TurnState & { version: number }>(
      workspaceId,
      sql`
        SELECT id, workspace_id AS "workspaceId", agent, agent_version AS "agentVersion",
          conversation_id AS "conversationId", reply_id AS "replyId", input, status, outcome, error,
          started_at AS "startedAt", finished_at AS "finishedAt", version
        FROM agent.runs WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    if (!row) return null;
    const { version, ...state } = row;
    return Turn.restore(state, version);
  }

  async save(turn: Turn): Promise<void> {
    const { state, version } = turn;
    await this.store.save(state.workspaceId, turn, [
      sql`
        WITH changed AS (
          UPDATE agent.runs SET status = ${state.status}, outcome = ${JSON.stringify(state.outcome)}::jsonb,
            error = ${state.error}, finished_at = ${state.finishedAt}, version = version + 1
          WHERE workspace_id = ${state.workspaceId} AND id = ${state.id} AND version = ${version}
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM changed`,
    ]);
  }
}
