import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';

const GONE = 'The channel was deleted.';

export class DeleteChannel extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly channelId: string,
  ) {
    super();
  }
}

/** With its secrets and sessions. What has come and gone through it stays; what is still on its way ends here. */
@CommandHandler(DeleteChannel)
export class DeleteChannelHandler implements ICommandHandler<DeleteChannel> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, channelId: id }: DeleteChannel): Promise<void> {
    const deleted = this.database.batch(workspaceId, [
      sql`
        WITH deleted AS (
          DELETE FROM channels.channels WHERE workspace_id = ${workspaceId} AND id = ${id} RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM deleted`,
      sql`DELETE FROM channels.sessions WHERE workspace_id = ${workspaceId} AND source = ${id}`,
      sql`
        UPDATE channels.inbox
        SET status = 'handled', outcome = 'unanswered', error = ${GONE}, handled_at = ${this.clock.now()}
        WHERE workspace_id = ${workspaceId} AND channel_id = ${id} AND status <> 'handled'`,
      sql`
        UPDATE channels.outbound SET status = 'failed', error = ${GONE}, sending_since = NULL
        WHERE workspace_id = ${workspaceId} AND channel_id = ${id} AND status IN ('queued', 'dead')`,
      audited({ action: 'channels.channel_deleted', subject: { kind: 'channel', id } }),
    ]);
    if (!(await wins(deleted))) throw notFound('channel');
  }
}
