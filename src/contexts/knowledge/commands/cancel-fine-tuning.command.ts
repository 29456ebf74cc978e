import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DomainError, notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';

export class CancelFineTuning extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly fineTuningId: string,
  ) {
    super();
  }
}

/** The wish: whoever is at work on it sees it in the next round, and only then is sure what the provider has of it. */
@CommandHandler(CancelFineTuning)
export class CancelFineTuningHandler implements ICommandHandler<CancelFineTuning> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, fineTuningId: id }: CancelFineTuning): Promise<void> {
    const asked = this.database.batch(workspaceId, [
      sql`
        WITH asked AS (
          UPDATE knowledge.fine_tunings SET cancel_asked = true, due_at = now(), updated_at = now()
          WHERE workspace_id = ${workspaceId} AND id = ${id} AND status IN ('preparing', 'running')
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM asked`,
      audited({ action: 'knowledge.fine_tuning_cancelled', subject: { kind: 'fine_tuning', id } }),
    ]);
    if (await wins(asked)) return;
    const [known] = await this.database.query<{ status: string }>(
      workspaceId,
      sql`SELECT status FROM knowledge.fine_tunings WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    if (!known) throw notFound('fine-tuning');
    if (known.status !== 'cancelled') throw hasEnded();
  }
}

const hasEnded = () =>
  new DomainError({
    kind: 'conflict',
    code: 'fine_tuning_ended',
    detail: 'This fine-tuning has ended: there is nothing to cancel.',
  });
