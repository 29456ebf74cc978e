import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { recordOf } from '../../../platform/audit/audited';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';

export class DiscardDeadLetter extends Command<void> {
  constructor(readonly deadLetterId: string) {
    super();
  }
}

/** The relay alone may; its statement finds out whose log it is. */
@CommandHandler(DiscardDeadLetter)
export class DiscardDeadLetterHandler implements ICommandHandler<DiscardDeadLetter> {
  constructor(private readonly database: RelayDatabase) {}

  async execute({ deadLetterId }: DiscardDeadLetter): Promise<void> {
    const subject = { kind: 'dead_letter', id: deadLetterId };
    const record = recordOf({ action: 'operations.dead_letter_discarded', subject });
    const discarded = await this.database.query(sql`
      WITH closed AS (
        UPDATE platform.dead_letters SET status = 'discarded', closed_at = now()
        WHERE id = ${deadLetterId} AND status = 'open'
        RETURNING workspace_id)
      SELECT platform.append_audit_entry(workspace_id, ${JSON.stringify(record)}::jsonb) FROM closed`);
    if (discarded.length === 0) throw notFound('open dead letter');
  }
}
