import { Injectable } from '@nestjs/common';
import { uuidv7 } from '../../../../kernel/ids';
import { Database } from '../../../../platform/database/database';
import { sql, type Statement } from '../../../../platform/database/sql';
import { type EvalCase } from '../../domain/evals/eval-case';
import { type EvalResult } from '../../domain/evals/eval-result';
import { type EvalSummary } from '../../domain/evals/eval-summary';

/** Longer than one case may take, so that what is saved after it is still its worker's to save. */
const HELD_SECONDS = 90;
const PAUSE_SECONDS = 15;

/** One turn at an eval run. A turn that was taken for dead and lives can write nothing once the next has begun. */
export interface EvalRun {
  readonly workspaceId: string;
  readonly id: string;
  readonly turn: number;
  readonly agent: string;
  readonly agentVersion: number;
  readonly compareWith: number | null;
  readonly threshold: number;
  readonly readers: readonly string[] | null;
  /** Turns that ended early, since the last that did not. */
  readonly setbacks: number;
}

export interface NumberedCase {
  readonly ordinal: number;
  readonly evalCase: EvalCase;
}

@Injectable()
export class EvalRuns {
  constructor(private readonly database: Database) {}

  /** Null when it has ended, is not due yet, or is in other hands. */
  async begin(workspaceId: string, id: string): Promise<EvalRun | null> {
    const [run] = await this.database.query<EvalRun & Record<string, unknown>>(
      workspaceId,
      sql`
        UPDATE agent.eval_runs SET turn = turn + 1, held_until = now() + make_interval(secs => ${HELD_SECONDS})
        WHERE workspace_id = ${workspaceId} AND id = ${id} AND status = 'running'
          AND due_at <= now() AND (held_until IS NULL OR held_until < now())
        RETURNING workspace_id AS "workspaceId", id, turn, agent, agent_version AS "agentVersion",
          compare_with AS "compareWith", threshold, readers, setbacks`,
    );
    return run ?? null;
  }

  /** Those that no turn has answered yet, in their order. */
  async missingCases({ workspaceId, id }: EvalRun): Promise<NumberedCase[]> {
    return this.database.query<NumberedCase & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT one.ordinal::int AS ordinal, one.spec AS "evalCase"
        FROM agent.eval_runs AS run
        JOIN agent.eval_datasets AS dataset
          ON dataset.workspace_id = ${workspaceId} AND dataset.id = run.dataset_id
        CROSS JOIN LATERAL jsonb_array_elements(dataset.cases) WITH ORDINALITY AS one (spec, ordinal)
        WHERE run.workspace_id = ${workspaceId} AND run.id = ${id} AND NOT EXISTS (
          SELECT 1 FROM agent.eval_results
          WHERE workspace_id = ${workspaceId} AND run_id = ${id} AND ordinal = one.ordinal)
        ORDER BY one.ordinal`,
    );
  }

  keep(run: EvalRun, { ordinal, input, outcome, baseline, comparison }: EvalResult): Promise<void> {
    return this.write(run, [
      sql`
        WITH held AS (
          UPDATE agent.eval_runs SET held_until = now() + make_interval(secs => ${HELD_SECONDS}), setbacks = 0
          WHERE workspace_id = ${run.workspaceId} AND id = ${run.id} AND turn = ${run.turn} AND status = 'running'
          RETURNING 1
        ), kept AS (
          INSERT INTO agent.eval_results (workspace_id, run_id, ordinal, id, input, outcome, baseline, comparison)
          SELECT ${run.workspaceId}, ${run.id}, ${ordinal}, ${uuidv7()}, ${input}, ${JSON.stringify(outcome)}::jsonb,
            ${baseline && JSON.stringify(baseline)}::jsonb, ${comparison} FROM held
          ON CONFLICT (workspace_id, run_id, ordinal) DO NOTHING)
        SELECT platform.expect_changed(count(*)) FROM held`,
    ]);
  }

  async results({ workspaceId, id }: EvalRun): Promise<EvalResult[]> {
    return this.database.query<EvalResult & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT ordinal, input, outcome, baseline, comparison FROM agent.eval_results
        WHERE workspace_id = ${workspaceId} AND run_id = ${id} ORDER BY ordinal`,
    );
  }

  /** There is more to do, and others get their turn first. */
  release(run: EvalRun): Promise<void> {
    return this.write(run, [later(run, 0, 0)]);
  }

  pause(run: EvalRun): Promise<void> {
    return this.write(run, [later(run, PAUSE_SECONDS, 1)]);
  }

  complete(run: EvalRun, summary: EvalSummary): Promise<void> {
    return this.write(run, [end(run, 'completed', summary, null)]);
  }

  fail(run: EvalRun, error: Error): Promise<void> {
    return this.write(run, [end(run, 'failed', null, error.message)]);
  }

  private async write({ workspaceId }: EvalRun, statements: readonly Statement[]): Promise<void> {
    await this.database.batch(workspaceId, statements);
  }
}

function later({ workspaceId, id, turn }: EvalRun, seconds: number, setbacks: number): Statement {
  return sql`
    WITH released AS (
      UPDATE agent.eval_runs SET held_until = NULL, due_at = now() + make_interval(secs => ${seconds}),
        setbacks = setbacks + ${setbacks}
      WHERE workspace_id = ${workspaceId} AND id = ${id} AND turn = ${turn} AND status = 'running'
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM released`;
}

function end(
  { workspaceId, id, turn }: EvalRun,
  status: 'completed' | 'failed',
  summary: EvalSummary | null,
  error: string | null,
): Statement {
  return sql`
    WITH ended AS (
      UPDATE agent.eval_runs SET status = ${status}, summary = ${summary && JSON.stringify(summary)}::jsonb,
        error = ${error}, held_until = NULL, finished_at = now()
      WHERE workspace_id = ${workspaceId} AND id = ${id} AND turn = ${turn} AND status = 'running'
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM ended`;
}
