import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, notFound } from '../../../../kernel/domain-error';
import { audited } from '../../../../platform/audit/audited';
import { Database } from '../../../../platform/database/database';
import { wins } from '../../../../platform/database/single-winner';
import { sql } from '../../../../platform/database/sql';

export class DeleteEvalDataset extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly datasetId: string,
  ) {
    super();
  }
}

/** What its runs have found stays. */
@CommandHandler(DeleteEvalDataset)
export class DeleteEvalDatasetHandler implements ICommandHandler<DeleteEvalDataset> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, datasetId: id }: DeleteEvalDataset): Promise<void> {
    const deleted = this.database.batch(workspaceId, [
      sql`
        WITH deleted AS (
          DELETE FROM agent.eval_datasets
          WHERE workspace_id = ${workspaceId} AND id = ${id} AND NOT EXISTS (
            SELECT 1 FROM agent.eval_runs
            WHERE workspace_id = ${workspaceId} AND dataset_id = ${id} AND status = 'running')
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM deleted`,
      audited({ action: 'agent.eval_dataset_deleted', subject: { kind: 'eval_dataset', id } }),
    ]);
    if (await wins(deleted)) return;
    const known = await this.database.query(
      workspaceId,
      sql`SELECT 1 FROM agent.eval_datasets WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    throw known.length > 0 ? inUse() : notFound('dataset');
  }
}

const inUse = () =>
  new DomainError({
    kind: 'conflict',
    code: 'dataset_in_use',
    detail: 'An agent is answering this dataset just now. Wait for the end.',
  });
