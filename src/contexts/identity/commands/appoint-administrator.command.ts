import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { SessionDirectory } from '../../../platform/security/session-directory';

/** A person then administers the platform too, in sessions with a second factor. Doing it twice changes nothing. */
export class AppointAdministrator extends Command<void> {
  constructor(readonly userId: string) {
    super();
  }
}

@CommandHandler(AppointAdministrator)
export class AppointAdministratorHandler implements ICommandHandler<AppointAdministrator> {
  constructor(
    private readonly database: Database,
    private readonly directory: SessionDirectory,
  ) {}

  async execute({ userId }: AppointAdministrator): Promise<void> {
    const [known] = await this.database.query<{ is: boolean }>(
      NO_TENANT,
      sql`SELECT is_administrator AS "is" FROM identity.users WHERE id = ${userId} AND deleted_at IS NULL`,
    );
    if (!known) throw notFound('person');
    if (known.is) return;
    const [, sessions] = await this.database.batch(NO_TENANT, [
      sql`
        WITH appointed AS (
          UPDATE identity.users SET is_administrator = true, updated_at = now()
          WHERE id = ${userId} AND NOT is_administrator AND deleted_at IS NULL
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM appointed`,
      sql`SELECT id FROM identity.sessions WHERE user_id = ${userId} AND ended_at IS NULL`,
      audited({ action: 'identity.administrator_appointed', subject: { kind: 'user', id: userId } }),
    ]);
    for (const { id } of sessions as { id: string }[]) this.directory.forgetSession(id);
  }
}
