import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Ids } from '../../../kernel/ids';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { OutboxBell } from '../../../platform/outbox/outbox-bell';

export class RetryOwnDeadLetter extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly deadLetterId: string,
  ) {
    super();
  }
}

/** By the application's own login, to which another workspace's letter is none. */
@CommandHandler(RetryOwnDeadLetter)
export class RetryOwnDeadLetterHandler implements ICommandHandler<RetryOwnDeadLetter> {
  constructor(
    private readonly database: Database,
    private readonly bell: OutboxBell,
    private readonly ids: Ids,
  ) {}

  async execute({ workspaceId, deadLetterId }: RetryOwnDeadLetter): Promise<void> {
    const retry = this.database.batch(workspaceId, [
      sql`
        WITH closed AS (
          UPDATE platform.dead_letters SET status = 'retried', closed_at = now()
          WHERE workspace_id = ${workspaceId} AND id = ${deadLetterId} AND source = 'queue' AND status = 'open'
          RETURNING workspace_id, event_type, payload, request_id
        ), said_again AS (
          INSERT INTO platform.outbox (id, workspace_id, aggregate_id, type, payload, request_id)
          SELECT ${this.ids.next()}, workspace_id, (payload ->> 'aggregateId')::uuid, event_type, payload, request_id
          FROM closed)
        SELECT platform.expect_changed(count(*)) FROM closed`,
      audited({
        action: 'operations.dead_letter_retried',
        subject: { kind: 'dead_letter', id: deadLetterId },
      }),
    ]);
    if (!(await wins(retry))) throw notFound('open dead letter');
    this.bell.ring();
  }
}
