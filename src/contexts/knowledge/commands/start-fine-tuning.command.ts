import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { modelsNotConfigured } from '../domain/training/errors';
import { FineTuningProvider } from '../domain/training/fine-tuning-provider';

/** Counted without a lock: requests that race may go one or two over it, which costs nobody anything. */
const MOST_UNFINISHED = 5;

export interface NewFineTuning {
  readonly id: string;
  readonly trainingSetId: string;
  readonly baseModel: string;
  readonly suffix: string | null;
  readonly createdBy: string | null;
}

export class StartFineTuning extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly fineTuning: NewFineTuning,
  ) {
    super();
  }
}

/** The intent alone: the provider hears of it from the task that comes round. Repeatable under the same id. */
@CommandHandler(StartFineTuning)
export class StartFineTuningHandler implements ICommandHandler<StartFineTuning> {
  constructor(
    private readonly database: Database,
    private readonly provider: FineTuningProvider,
  ) {}

  async execute({ workspaceId, fineTuning }: StartFineTuning): Promise<void> {
    const { started, known } = await this.look(workspaceId, fineTuning);
    if (started) return;
    if (!known) throw notFound('training set');
    if (!this.provider.isConfigured) throw modelsNotConfigured();
    if (await wins(this.insert(workspaceId, fineTuning))) return;
    // Somebody may have said the same at the same moment, or have deleted the set.
    const now = await this.look(workspaceId, fineTuning);
    if (now.started) return;
    throw now.known ? tooMany() : notFound('training set');
  }

  private async look(workspaceId: string, { id, trainingSetId }: NewFineTuning) {
    const [started = [], known = []] = await this.database.batch(workspaceId, [
      sql`SELECT 1 FROM knowledge.fine_tunings WHERE workspace_id = ${workspaceId} AND id = ${id}`,
      sql`SELECT 1 FROM knowledge.training_sets WHERE workspace_id = ${workspaceId} AND id = ${trainingSetId}`,
    ]);
    return { started: started.length > 0, known: known.length > 0 };
  }

  private insert(workspaceId: string, { id, trainingSetId, ...fineTuning }: NewFineTuning) {
    const { baseModel, suffix, createdBy } = fineTuning;
    return this.database.batch(workspaceId, [
      sql`
        WITH started AS (
          INSERT INTO knowledge.fine_tunings (workspace_id, id, training_set_id, base_model, suffix, created_by)
          SELECT ${workspaceId}, ${id}, source.id, ${baseModel}, ${suffix}, ${createdBy}::uuid
          FROM knowledge.training_sets AS source
          WHERE source.workspace_id = ${workspaceId} AND source.id = ${trainingSetId} AND ${MOST_UNFINISHED} > (
            SELECT count(*) FROM knowledge.fine_tunings
            WHERE workspace_id = ${workspaceId} AND status IN ('preparing', 'running'))
          ON CONFLICT DO NOTHING RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM started`,
      audited({ action: 'knowledge.fine_tuning_started', subject: { kind: 'fine_tuning', id } }),
    ]);
  }
}

const tooMany = () =>
  new DomainError({
    kind: 'conflict',
    code: 'too_many_fine_tunings',
    detail: `A workspace trains ${MOST_UNFINISHED} models at once at most. Wait for one to end, or cancel it.`,
  });
