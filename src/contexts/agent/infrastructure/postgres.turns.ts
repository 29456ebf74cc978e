import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { RunLimits } from '../domain/run-limits';
import { Turn, type TurnState } from '../domain/turn';
import { type StartedTurn, Turns } from '../domain/turns';

/** Beyond its own time a run only has to be saved: whoever still holds it after that is gone. */
const GRACE_SECONDS = 30;

@Injectable()
export class PostgresTurns extends Turns {
  private readonly heldSeconds: number;

  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
    limits: RunLimits,
  ) {
    super();
    this.heldSeconds = Math.ceil(limits.milliseconds / 1_000) + GRACE_SECONDS;
  }

  async start({ state }: Turn): Promise<StartedTurn> {
    const insert = sql`
      INSERT INTO agent.runs
        (workspace_id, id, agent, agent_version, conversation_id, reply_id, input, status, started_at, held_until, version)
      VALUES (${state.workspaceId}, ${state.id}, ${state.agent}, ${state.agentVersion}, ${state.conversationId},
        ${state.replyId}, ${state.input}, ${state.status}, ${state.startedAt},
        now() + make_interval(secs => ${this.heldSeconds}), 0)
      ON CONFLICT DO NOTHING RETURNING 1`;
    // A conversation that this very message has started has no past.
    if (state.conversationId === state.id) {
      const stored = await this.database.query(state.workspaceId, insert);
      return { isNew: stored.length === 1, summary: null };
    }
    const [stored, kept] = await this.database.batch(state.workspaceId, [insert, summaryOf(state)]);
    return { isNew: stored!.length === 1, summary: (kept![0] as Kept | undefined)?.summary ?? null };
  }

  async summaryOf({ state }: Turn): Promise<string | null> {
    const [kept] = await this.database.query<Kept>(state.workspaceId, summaryOf(state));
    return kept?.summary ?? null;
  }

  async find(workspaceId: string, id: string): Promise<Turn | null> {
    const [row] = await this.database.query<TurnState & { version: number }>(
      workspaceId,
      sql`
        SELECT id, workspace_id AS "workspaceId", agent, agent_version AS "agentVersion",
          conversation_id AS "conversationId", reply_id AS "replyId", input, status, outcome, error, paused,
          started_at AS "startedAt", finished_at AS "finishedAt", version
        FROM agent.runs WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    if (!row) return null;
    const { version, ...state } = row;
    return Turn.restore(state, version);
  }

  async save(turn: Turn): Promise<void> {
    const { state, version } = turn;
    const paused = state.paused && JSON.stringify(state.paused);
    await this.store.save(state.workspaceId, turn, [
      sql`
        WITH changed AS (
          UPDATE agent.runs SET status = ${state.status}, outcome = ${JSON.stringify(state.outcome)}::jsonb,
            error = ${state.error}, finished_at = ${state.finishedAt}, paused = ${paused}::jsonb,
            reply_id = ${state.replyId}, held_until = now() + make_interval(secs => ${this.heldSeconds}),
            version = version + 1
          WHERE workspace_id = ${state.workspaceId} AND id = ${state.id} AND version = ${version}
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM changed`,
      ...(state.finishedAt ? [unsettledCalls(state)] : []),
    ]);
  }

  async askToCancel(workspaceId: string, id: string): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        UPDATE agent.runs SET cancel_asked_at = now()
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'running'`,
    );
  }
}

type Kept = { readonly summary: string };

/** Whatever cut it off, an effect of a run that is over is not open for ever: it may have happened. */
const unsettledCalls = ({ workspaceId, id }: TurnState) => sql`
  UPDATE agent.tool_calls SET status = 'unknown', error = 'The run ended before it was known how this went.',
    finished_at = now()
  WHERE workspace_id = ${workspaceId} AND run_id = ${id} AND status = 'claimed'`;

const summaryOf = ({ workspaceId, conversationId }: TurnState) => sql`
  SELECT summary FROM agent.summaries
  WHERE workspace_id = ${workspaceId} AND conversation_id = ${conversationId}`;
