import { Injectable } from '@nestjs/common';
import { Database } from '../../../../platform/database/database';
import { sql } from '../../../../platform/database/sql';
import {
  type Delivery,
  type SimulatedAnswer,
  type SimulationSummary,
} from '../../domain/simulations/simulation-summary';

/** Longer than one turn of an agent may take, so that what is saved after it is still its worker's to save. */
const HELD_SECONDS = 90;
const PAUSE_SECONDS = 15;

/** One turn at a simulation. A turn that was taken for dead and lives can write nothing once the next has begun. */
export interface SimulationRun {
  readonly workspaceId: string;
  readonly id: string;
  readonly turn: number;
  readonly agent: string;
  readonly customers: number;
  readonly readers: readonly string[] | null;
  readonly setbacks: number;
}

export interface DueDelivery {
  readonly ordinal: number;
  readonly customer: number;
  readonly turnId: string;
  readonly conversationId: string;
  readonly content: string;
  readonly dueAt: Date;
}

@Injectable()
export class SimulationRuns {
  constructor(private readonly database: Database) {}

  /** Null when it has ended, is not due yet, or is in other hands. */
  async begin(workspaceId: string, id: string): Promise<SimulationRun | null> {
    const [run] = await this.database.query<SimulationRun & Record<string, unknown>>(
      workspaceId,
      sql`
        UPDATE agent.simulation_runs
        SET turn = turn + 1, held_until = now() + make_interval(secs => ${HELD_SECONDS})
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'running'
          AND due_at <= now() AND (held_until IS NULL OR held_until < now())
        RETURNING workspace_id AS "workspaceId", id, turn, agent, jsonb_array_length(customers) AS customers,
          readers, setbacks`,
    );
    return run ?? null;
  }

  /** What has not arrived yet, in the order in which it will. */
  async onTheirWay({ workspaceId, id }: SimulationRun): Promise<DueDelivery[]> {
    return this.database.query<DueDelivery & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT ordinal, customer, turn_id AS "turnId", conversation_id AS "conversationId", content, due_at AS "dueAt"
        FROM agent.simulation_deliveries
        WHERE workspace_id = ${workspaceId} AND run_id = ${id} AND fate = 'on_its_way'
        ORDER BY due_at, ordinal`,
    );
  }

  async note(
    { workspaceId, id, turn }: SimulationRun,
    { ordinal }: DueDelivery,
    arrived: { readonly answer: SimulatedAnswer | null; readonly error: string | null },
  ): Promise<void> {
    const fate = arrived.answer ? 'answered' : 'failed';
    await this.database.query(
      workspaceId,
      sql`
        WITH held AS (
          UPDATE agent.simulation_runs
          SET held_until = now() + make_interval(secs => ${HELD_SECONDS}), setbacks = 0
          WHERE workspace_id = ${workspaceId} AND id = ${id} AND turn = ${turn} AND status = 'running'
          RETURNING 1
        ), noted AS (
          UPDATE agent.simulation_deliveries SET fate = ${fate},
            answer = ${arrived.answer && JSON.stringify(arrived.answer)}::jsonb, error = ${arrived.error}
          WHERE workspace_id = ${workspaceId} AND run_id = ${id} AND ordinal = ${ordinal}
            AND EXISTS (SELECT 1 FROM held))
        SELECT platform.expect_changed(count(*)) FROM held`,
    );
  }

  async deliveries({ workspaceId, id }: SimulationRun): Promise<Delivery[]> {
    return this.database.query<Delivery & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT ordinal, customer, message, content, fate, answer FROM agent.simulation_deliveries
        WHERE workspace_id = ${workspaceId} AND run_id = ${id} ORDER BY ordinal`,
    );
  }

  /** Until the next message is due. */
  release(run: SimulationRun, dueAt: Date): Promise<void> {
    return this.later(run, dueAt, 0, 0);
  }

  pause(run: SimulationRun): Promise<void> {
    return this.later(run, null, PAUSE_SECONDS, 1);
  }

  complete(run: SimulationRun, summary: SimulationSummary): Promise<void> {
    return this.end(run, 'completed', summary, null);
  }

  fail(run: SimulationRun, error: Error): Promise<void> {
    return this.end(run, 'failed', null, error.message);
  }

  private async later(
    { workspaceId, id, turn }: SimulationRun,
    dueAt: Date | null,
    seconds: number,
    setbacks: number,
  ): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        WITH released AS (
          UPDATE agent.simulation_runs SET held_until = NULL, setbacks = setbacks + ${setbacks},
            due_at = coalesce(${dueAt}::timestamptz, now() + make_interval(secs => ${seconds}))
          WHERE workspace_id = ${workspaceId} AND id = ${id} AND turn = ${turn} AND status = 'running'
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM released`,
    );
  }

  private async end(
    { workspaceId, id, turn }: SimulationRun,
    status: 'completed' | 'failed',
    summary: SimulationSummary | null,
    error: string | null,
  ): Promise<void> {
    await this.database.query(
      workspaceId,
      sql`
        WITH ended AS (
          UPDATE agent.simulation_runs SET status = ${status},
            summary = ${summary && JSON.stringify(summary)}::jsonb, error = ${error}, held_until = NULL,
            finished_at = now()
          WHERE workspace_id = ${workspaceId} AND id = ${id} AND turn = ${turn} AND status = 'running'
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM ended`,
    );
  }
}
