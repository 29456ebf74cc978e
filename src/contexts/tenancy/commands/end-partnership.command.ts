import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';

export class EndPartnership extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly partnershipId: string,
  ) {
    super();
  }
}

@CommandHandler(EndPartnership)
export class EndPartnershipHandler implements ICommandHandler<EndPartnership> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, partnershipId: id }: EndPartnership): Promise<void> {
    const [found] = await this.database.query<{ venueId: string; vendorId: string }>(
      workspaceId,
      sql`
        SELECT venue_id AS "venueId", vendor_id AS "vendorId" FROM tenancy.partnerships
        WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    if (!found) throw notFound('partnership');
    const row = sql`
      WITH ended AS (
        DELETE FROM tenancy.partnerships WHERE workspace_id = ${workspaceId} AND id = ${id} RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM ended`;
    const act = audited({
      action: 'tenancy.partnership_ended',
      subject: { kind: 'partnership', id },
      detail: found,
    });
    await this.database.batch(workspaceId, [row, act]);
  }
}
