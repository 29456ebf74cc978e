import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, notFound } from '../../../../kernel/domain-error';
import { Database } from '../../../../platform/database/database';
import { wins } from '../../../../platform/database/single-winner';
import { sql } from '../../../../platform/database/sql';
import { AggregateStore } from '../../../../platform/outbox/aggregate-store';
import { EvalRunRequested } from '../../contracts/eval-run-requested.event';
import { EvalSubjects } from '../../domain/evals/eval-subjects';

/** Counted without a lock: requests that race may go one or two over it, which costs nobody anything. */
const MOST_UNFINISHED = 5;

export interface NewEvalRun {
  readonly id: string;
  readonly datasetId: string;
  readonly agent: string;
  readonly version: number | null;
  readonly compareWith: number | null;
  readonly threshold: number;
  /** Of whoever starts it: an eval reads no document that they may not read. */
  readonly readers: readonly string[] | null;
  readonly createdBy: string | null;
}

export class StartEvalRun extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly run: NewEvalRun,
  ) {
    super();
  }
}

/** The version that answers now is noted, so that a change meanwhile changes nothing here. Repeatable under the same id. */
@CommandHandler(StartEvalRun)
export class StartEvalRunHandler implements ICommandHandler<StartEvalRun> {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
    private readonly subjects: EvalSubjects,
  ) {}

  async execute({ workspaceId, run }: StartEvalRun): Promise<void> {
    const subject = await this.subjects.find(workspaceId, run.agent, run.version);
    if (!subject) throw notFound(run.version === null ? 'agent' : 'version of the agent');
    if (run.compareWith !== null && !(await this.subjects.find(workspaceId, run.agent, run.compareWith))) {
      throw notFound('version to compare with');
    }
    const { started, known } = await this.look(workspaceId, run);
    if (started) return;
    if (!known) throw notFound('dataset');
    if (await wins(this.insert(workspaceId, run, subject.version))) return;
    // Somebody may have said the same at the same moment, or have deleted the dataset.
    const now = await this.look(workspaceId, run);
    if (now.started) return;
    throw now.known ? tooMany() : notFound('dataset');
  }

  private async look(workspaceId: string, { id, datasetId }: NewEvalRun) {
    const [started = [], known = []] = await this.database.batch(workspaceId, [
      sql`SELECT 1 FROM agent.eval_runs WHERE workspace_id = ${workspaceId} AND id = ${id}`,
      sql`SELECT 1 FROM agent.eval_datasets WHERE workspace_id = ${workspaceId} AND id = ${datasetId}`,
    ]);
    return { started: started.length > 0, known: known.length > 0 };
  }

  private insert(workspaceId: string, run: NewEvalRun, version: number) {
    const { id, datasetId, agent, compareWith, threshold, readers, createdBy } = run;
    const row = sql`
      WITH started AS (
        INSERT INTO agent.eval_runs (workspace_id, id, dataset_id, agent, agent_version, compare_with, threshold,
          readers, total, created_by)
        SELECT ${workspaceId}, ${id}, dataset.id, ${agent}, ${version}, ${compareWith}, ${threshold},
          ${readers}::text[], dataset.total, ${createdBy}::uuid
        FROM agent.eval_datasets AS dataset
        WHERE dataset.workspace_id = ${workspaceId} AND dataset.id = ${datasetId} AND ${MOST_UNFINISHED} > (
          SELECT count(*) FROM agent.eval_runs WHERE workspace_id = ${workspaceId} AND status = 'running')
        ON CONFLICT DO NOTHING RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM started`;
    return this.store.commit(workspaceId, [row], [new EvalRunRequested(workspaceId, id)]);
  }
}

const tooMany = () =>
  new DomainError({
    kind: 'conflict',
    code: 'too_many_eval_runs',
    detail: `A workspace has ${MOST_UNFINISHED} eval runs under way at most. Wait for one to end.`,
  });
