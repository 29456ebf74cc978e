import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { requestWebhook } from '../../../platform/webhooks/webhook-request';
import { GetIngestion, type IngestionView } from '../queries/get-ingestion.query';

const STEPS = 10;

export class TellProgress extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly ingestionId: string,
  ) {
    super();
  }
}

/** A message at each tenth of the way, and one at the end. Of several that see the same step, one tells it. */
@CommandHandler(TellProgress)
export class TellProgressHandler implements ICommandHandler<TellProgress> {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
    private readonly queries: QueryBus,
  ) {}

  async execute({ workspaceId, ingestionId }: TellProgress): Promise<void> {
    const [ingestion] = await this.database.query<{ webhookUrl: string | null }>(
      workspaceId,
      sql`
        SELECT webhook_url AS "webhookUrl" FROM knowledge.ingestions
        WHERE workspace_id = ${workspaceId} AND id = ${ingestionId}`,
    );
    if (!ingestion?.webhookUrl) return;
    const view = await this.queries.execute(new GetIngestion(workspaceId, ingestionId));
    const step = Math.floor(view.progress * STEPS) / STEPS;
    if (step > 0) await this.tell(workspaceId, ingestion.webhookUrl, step, view);
  }

  private async tell(workspaceId: string, url: string, step: number, view: IngestionView): Promise<void> {
    const type = step === 1 ? 'knowledge.ingestion-completed' : 'knowledge.ingestion-progress';
    const { row, event } = requestWebhook({ workspaceId, url, type, payload: { ...view } });
    const reached = sql`
      WITH told AS (
        UPDATE knowledge.ingestions SET told_progress = ${step}
        WHERE workspace_id = ${workspaceId} AND id = ${view.id} AND told_progress < ${step}::real
        RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM told`;
    await wins(this.store.commit(workspaceId, [reached, row], [event]));
  }
}
