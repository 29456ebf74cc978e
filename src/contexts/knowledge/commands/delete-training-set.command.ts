import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';

export class DeleteTrainingSet extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly trainingSetId: string,
  ) {
    super();
  }
}

/** Models that were trained from it stay, and so does what is known about their training. */
@CommandHandler(DeleteTrainingSet)
export class DeleteTrainingSetHandler implements ICommandHandler<DeleteTrainingSet> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, trainingSetId: id }: DeleteTrainingSet): Promise<void> {
    const deleted = this.database.batch(workspaceId, [
      sql`
        WITH deleted AS (
          DELETE FROM knowledge.training_sets
          WHERE workspace_id = ${workspaceId} AND id = ${id} AND NOT EXISTS (
            SELECT 1 FROM knowledge.fine_tunings
            WHERE workspace_id = ${workspaceId} AND training_set_id = ${id} AND status = 'preparing')
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM deleted`,
      audited({ action: 'knowledge.training_set_deleted', subject: { kind: 'training_set', id } }),
    ]);
    if (await wins(deleted)) return;
    const known = await this.database.query(
      workspaceId,
      sql`SELECT 1 FROM knowledge.training_sets WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    throw known.length > 0 ? inUse() : notFound('training set');
  }
}

const inUse = () =>
  new DomainError({
    kind: 'conflict',
    code: 'training_set_in_use',
    detail: 'A fine-tuning is about to hand this training set over. Cancel it first, or wait.',
  });
