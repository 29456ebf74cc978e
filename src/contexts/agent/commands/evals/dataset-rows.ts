import { DomainError } from '../../../../kernel/domain-error';
import { sql, type Statement } from '../../../../platform/database/sql';
import { type EvalCase } from '../../domain/evals/eval-case';

/** Versions count one by one. */
const MOST_DATASETS = 1_000;

export interface StoredDataset {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly total: number;
}

export interface DatasetToStore {
  readonly id: string;
  readonly name: string;
  readonly cases: readonly EvalCase[];
  readonly createdBy: string | null;
}

/**
 * A dataset never changes: the same name again is its next version. One after the other, so that no version is
 * given twice. The last statement answers the row; none: the workspace has no room for it.
 */
export function storeDataset(workspaceId: string, dataset: DatasetToStore): Statement[] {
  const { id, name, cases, createdBy } = dataset;
  return [
    sql`SELECT pg_advisory_xact_lock(hashtextextended(${`eval datasets ${workspaceId}`}, 0))`,
    sql`
      INSERT INTO agent.eval_datasets (workspace_id, id, name, version, cases, total, created_by)
      SELECT ${workspaceId}, ${id}, ${name}, 1 + coalesce(max(version) FILTER (WHERE name = ${name}), 0),
        ${JSON.stringify(cases)}::jsonb, ${cases.length}, ${createdBy}::uuid
      FROM agent.eval_datasets WHERE workspace_id = ${workspaceId}
      HAVING count(*) < ${MOST_DATASETS}
      ON CONFLICT (workspace_id, id) DO NOTHING`,
    sql`
      SELECT id, name, version, total FROM agent.eval_datasets
      WHERE workspace_id = ${workspaceId} AND id = ${id}`,
  ];
}

export const tooManyDatasets = () =>
  new DomainError({
    kind: 'conflict',
    code: 'too_many_datasets',
    detail: `A workspace keeps ${MOST_DATASETS} versions of datasets at most. Delete some first.`,
  });
