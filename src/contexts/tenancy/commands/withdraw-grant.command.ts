import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';

export class WithdrawGrant extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly grantId: string,
  ) {
    super();
  }
}

@CommandHandler(WithdrawGrant)
export class WithdrawGrantHandler implements ICommandHandler<WithdrawGrant> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, grantId }: WithdrawGrant): Promise<void> {
    const [found] = await this.database.query<{ userId: string; kind: string; resourceId: string }>(
      workspaceId,
      sql`
        SELECT user_id AS "userId", resource_kind AS kind, resource_id AS "resourceId" FROM tenancy.grants
        WHERE workspace_id = ${workspaceId} AND id = ${grantId}`,
    );
    if (!found) throw notFound('grant');
    const { userId, ...detail } = found;
    const row = sql`
      WITH withdrawn AS (
        DELETE FROM tenancy.grants WHERE workspace_id = ${workspaceId} AND id = ${grantId} RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM withdrawn`;
    const act = audited({
      action: 'tenancy.access_withdrawn',
      subject: { kind: 'user', id: userId },
      detail,
    });
    await this.database.batch(workspaceId, [row, act]);
  }
}
