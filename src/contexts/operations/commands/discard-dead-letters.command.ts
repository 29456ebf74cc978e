import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Ids } from '../../../kernel/ids';
import { recordOf } from '../../../platform/audit/audited';
import { sql } from '../../../platform/database/sql';
import { RelayDatabase } from '../../../platform/outbox/relay-database';
import { inBatches, LETTERS_AT_ONCE, type LetterSelection } from './letter-selection';

/** Answers how many letters it was. */
export class DiscardDeadLetters extends Command<number> {
  constructor(
    readonly selection: LetterSelection,
    /** Only what has lain for at least so long. */
    readonly olderThanDays: number,
  ) {
    super();
  }
}

/** In the order of the workspaces, so that two batches lock the audit logs in the same order. */
@CommandHandler(DiscardDeadLetters)
export class DiscardDeadLettersHandler implements ICommandHandler<DiscardDeadLetters> {
  constructor(
    private readonly database: RelayDatabase,
    private readonly ids: Ids,
  ) {}

  async execute({ selection, olderThanDays }: DiscardDeadLetters): Promise<number> {
    const until = this.ids.next();
    return inBatches(() => this.discardSome(selection, olderThanDays, until));
  }

  private async discardSome(
    selection: LetterSelection,
    olderThanDays: number,
    until: string,
  ): Promise<number> {
    const { queue, workspaceId = null, errorLike = null } = selection;
    const record = recordOf({ action: 'operations.dead_letter_discarded' });
    const entryIds = Array.from({ length: LETTERS_AT_ONCE }, () => this.ids.next());
    const discarded = await this.database.query(sql`
      WITH free AS (
        SELECT id, workspace_id FROM platform.dead_letters
        WHERE status = 'open' AND name = ${queue} AND id < ${until}
          AND last_failed_at <= now() - make_interval(days => ${olderThanDays})
          AND (${workspaceId}::uuid IS NULL OR workspace_id = ${workspaceId})
          AND (${errorLike}::text IS NULL OR strpos(lower(error_class || ': ' || error), lower(${errorLike})) > 0)
        ORDER BY id LIMIT ${LETTERS_AT_ONCE} FOR UPDATE SKIP LOCKED
      ), taken AS (
        SELECT id, row_number() OVER (ORDER BY workspace_id, id) AS place FROM free
      ), closed AS (
        UPDATE platform.dead_letters AS letter SET status = 'discarded', closed_at = now()
        FROM taken WHERE letter.id = taken.id
        RETURNING place, letter.id, workspace_id)
      SELECT platform.append_audit_entry(workspace_id, ${JSON.stringify(record)}::jsonb || jsonb_build_object(
        'id', (${entryIds}::uuid[])[place], 'subject_kind', 'dead_letter', 'subject_id', id))
      FROM closed ORDER BY place`);
    return discarded.length;
  }
}
