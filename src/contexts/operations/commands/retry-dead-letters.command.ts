import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Ids } from '../../../kernel/ids';
import { recordOf } from '../../../platform/audit/audited';
import { sql } from '../../../platform/database/sql';
import { OutboxBell } from '../../../platform/outbox/outbox-bell';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { inBatches, LETTERS_AT_ONCE, type LetterSelection } from './letter-selection';

/** Answers how many letters it was. */
export class RetryDeadLetters extends Command<number> {
  constructor(readonly selection: LetterSelection) {
    super();
  }
}

/**
 * Each letter once, however many ask at the same time: what another one has in hand is passed over. The letters come
 * by workspace, so that two batches lock the audit logs in the same order.
 */
@CommandHandler(RetryDeadLetters)
export class RetryDeadLettersHandler implements ICommandHandler<RetryDeadLetters> {
  constructor(
    private readonly database: RelayDatabase,
    private readonly bell: OutboxBell,
    private readonly ids: Ids,
  ) {}

  async execute({ selection }: RetryDeadLetters): Promise<number> {
    // What fails again meanwhile is not taken up again.
    const until = this.ids.next();
    const retried = await inBatches(() => this.retrySome(selection, until));
    if (retried > 0) this.bell.ring();
    return retried;
  }

  private async retrySome(selection: LetterSelection, until: string): Promise<number> {
    const { queue, workspaceId = null, errorLike = null } = selection;
    const record = recordOf({ action: 'operations.dead_letter_retried' });
    const someIds = () => Array.from({ length: LETTERS_AT_ONCE }, () => this.ids.next());
    const retried = await this.database.query(sql`
      WITH free AS (
        SELECT id, workspace_id FROM platform.dead_letters
        WHERE status = 'open' AND name = ${queue} AND id < ${until}
          AND (${workspaceId}::uuid IS NULL OR workspace_id = ${workspaceId})
          AND (${errorLike}::text IS NULL OR strpos(lower(error_class || ': ' || error), lower(${errorLike})) > 0)
        ORDER BY id LIMIT ${LETTERS_AT_ONCE} FOR UPDATE SKIP LOCKED
      ), taken AS (
        SELECT id, row_number() OVER (ORDER BY workspace_id, id) AS place FROM free
      ), closed AS (
        UPDATE platform.dead_letters AS letter SET status = 'retried', closed_at = now()
        FROM taken WHERE letter.id = taken.id
        RETURNING place, letter.id, source, name, subject_id, workspace_id, event_type, payload, request_id
      ), said_again AS (
        INSERT INTO platform.outbox (id, workspace_id, aggregate_id, type, payload, request_id)
        SELECT (${someIds()}::uuid[])[place], workspace_id, (payload ->> 'aggregateId')::uuid, event_type, payload,
          request_id
        FROM closed WHERE source = 'queue' ORDER BY place
      ), delivered_again AS (
        UPDATE platform.deliveries AS delivery SET state = 'pending', attempts = 0, due_at = now()
        FROM closed
        WHERE closed.source = 'reaction' AND delivery.event_id = closed.subject_id
          AND delivery.reaction = closed.name AND delivery.state = 'dead')
      SELECT platform.append_audit_entry(workspace_id, ${JSON.stringify(record)}::jsonb || jsonb_build_object(
        'id', (${someIds()}::uuid[])[place], 'subject_kind', 'dead_letter', 'subject_id', id))
      FROM closed ORDER BY place`);
    return retried.length;
  }
}
