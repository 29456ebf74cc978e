import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, notFound } from '../../../../kernel/domain-error';
import { Database } from '../../../../platform/database/database';
import { sql } from '../../../../platform/database/sql';
import { type EvalCase, MOST_CASES } from '../../domain/evals/eval-case';
import { type TurnOutcome } from '../../domain/turn';
import { storeDataset, type StoredDataset, tooManyDatasets } from './dataset-rows';

export interface RunAsCase {
  /** Of the new version of the dataset. */
  readonly id: string;
  readonly datasetId: string;
  readonly runId: string;
  readonly match: EvalCase['match'];
  readonly createdBy: string | null;
}

interface Dataset extends Record<string, unknown> {
  readonly name: string;
  readonly cases: readonly EvalCase[];
}

interface RecordedRun extends Record<string, unknown> {
  readonly input: string;
  readonly outcome: TurnOutcome | null;
}

/** What an agent has once answered becomes what it has to answer: in the next version of the dataset. */
export class AddRunToDataset extends Command<StoredDataset> {
  constructor(
    readonly workspaceId: string,
    readonly added: RunAsCase,
  ) {
    super();
  }
}

@CommandHandler(AddRunToDataset)
export class AddRunToDatasetHandler implements ICommandHandler<AddRunToDataset> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, added }: AddRunToDataset): Promise<StoredDataset> {
    const { id, createdBy, match } = added;
    const [dataset, run] = await this.find(workspaceId, added);
    if (!dataset) throw notFound('dataset');
    if (!run) throw notFound('run');
    if (!run.outcome) throw unanswered();
    if (dataset.cases.length >= MOST_CASES) throw datasetFull();
    const cases = [...dataset.cases, caseFrom(run.input, run.outcome, match)];
    const rows = storeDataset(workspaceId, { id, name: dataset.name, cases, createdBy });
    const [, , [stored] = []] = await this.database.batch(workspaceId, rows);
    if (!stored) throw tooManyDatasets();
    return stored as StoredDataset;
  }

  private async find(workspaceId: string, { datasetId, runId }: RunAsCase) {
    const [[dataset] = [], [run] = []] = await this.database.batch(workspaceId, [
      sql`SELECT name, cases FROM agent.eval_datasets WHERE workspace_id = ${workspaceId} AND id = ${datasetId}`,
      sql`SELECT input, outcome FROM agent.runs WHERE workspace_id = ${workspaceId} AND id = ${runId}`,
    ]);
    return [dataset as Dataset | undefined, run as RecordedRun | undefined] as const;
  }
}

/** Sources by their ids: a document that was renamed meanwhile is still the one that has to be cited. */
function caseFrom(input: string, { reply, sources }: TurnOutcome, match: EvalCase['match']): EvalCase {
  const mustCite = [...new Set(sources.map(({ documentId }) => documentId))];
  return { input, expected: reply, match: match ?? 'exact', ...(mustCite.length > 0 && { mustCite }) };
}

const unanswered = () =>
  new DomainError({
    kind: 'conflict',
    code: 'run_without_answer',
    detail: 'This run has no answer that another one could be compared with.',
  });

const datasetFull = () =>
  new DomainError({
    kind: 'conflict',
    code: 'dataset_full',
    detail: `A dataset has ${MOST_CASES} cases at most. Begin another one.`,
  });
