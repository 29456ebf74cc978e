import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Ids } from '../../../kernel/ids';
import { recordOf } from '../../../platform/audit/audited';
import { sql } from '../../../platform/database/sql';
import { OutboxBell } from '../../../platform/outbox/outbox-bell';
import { RelayDatabase } from '../../../platform/outbox/relay-database';

export class RetryDeadLetter extends Command<void> {
  constructor(readonly deadLetterId: string) {
    super();
  }
}

/** A job is retried by saying again what led to it; a reaction by delivering its event again. Once, however many ask. */
@CommandHandler(RetryDeadLetter)
export class RetryDeadLetterHandler implements ICommandHandler<RetryDeadLetter> {
  constructor(
    private readonly database: RelayDatabase,
    private readonly bell: OutboxBell,
    private readonly ids: Ids,
  ) {}

  async execute({ deadLetterId }: RetryDeadLetter): Promise<void> {
    const subject = { kind: 'dead_letter', id: deadLetterId };
    const record = recordOf({ action: 'operations.dead_letter_retried', subject });
    const closed = await this.database.query(sql`
      WITH closed AS (
        UPDATE platform.dead_letters SET status = 'retried', closed_at = now()
        WHERE id = ${deadLetterId} AND status = 'open'
        RETURNING source, name, subject_id, workspace_id, event_type, payload, request_id
      ), said_again AS (
        INSERT INTO platform.outbox (id, workspace_id, aggregate_id, type, payload, request_id)
        SELECT ${this.ids.next()}, workspace_id, (payload ->> 'aggregateId')::uuid, event_type, payload, request_id
        FROM closed WHERE source = 'queue'
      ), delivered_again AS (
        UPDATE platform.deliveries AS delivery SET state = 'pending', attempts = 0, due_at = now()
        FROM closed
        WHERE closed.source = 'reaction' AND delivery.event_id = closed.subject_id
          AND delivery.reaction = closed.name AND delivery.state = 'dead')
      SELECT platform.append_audit_entry(workspace_id, ${JSON.stringify(record)}::jsonb) FROM closed`);
    if (closed.length === 0) throw notFound('open dead letter');
    this.bell.ring();
  }
}
