import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database, NO_TENANT } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { SessionDirectory } from '../../../platform/security/session-directory';

/** The person keeps the account and its sessions; they only no longer open what administrators may do. */
export class DismissAdministrator extends Command<void> {
  constructor(readonly userId: string) {
    super();
  }
}

@CommandHandler(DismissAdministrator)
export class DismissAdministratorHandler implements ICommandHandler<DismissAdministrator> {
  constructor(
    private readonly database: Database,
    private readonly directory: SessionDirectory,
  ) {}

  async execute({ userId }: DismissAdministrator): Promise<void> {
    const known = await this.database.query(
      NO_TENANT,
      sql`SELECT 1 FROM identity.users WHERE id = ${userId} AND is_administrator`,
    );
    if (known.length === 0) throw notFound('administrator');
    const [, sessions] = await this.database.batch(NO_TENANT, [
      sql`
        WITH dismissed AS (
          UPDATE identity.users SET is_administrator = false, updated_at = now()
          WHERE id = ${userId} AND is_administrator
          RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM dismissed`,
      sql`SELECT id FROM identity.sessions WHERE user_id = ${userId} AND ended_at IS NULL`,
      audited({ action: 'identity.administrator_dismissed', subject: { kind: 'user', id: userId } }),
    ]);
    for (const { id } of sessions as { id: string }[]) this.directory.forgetSession(id);
  }
}
