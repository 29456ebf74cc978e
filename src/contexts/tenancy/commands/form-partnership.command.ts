import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { sql } from '../../../platform/database/sql';
import { alreadyPartners } from '../domain/errors';

/** From then on the people of the vendor may see the venue. */
export class FormPartnership extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly partnershipId: string,
    readonly partners: { readonly venueId: string; readonly vendorId: string },
  ) {
    super();
  }
}

@CommandHandler(FormPartnership)
export class FormPartnershipHandler implements ICommandHandler<FormPartnership> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, partnershipId: id, partners }: FormPartnership): Promise<void> {
    const { venueId, vendorId } = partners;
    const row = sql`
      INSERT INTO tenancy.partnerships (workspace_id, id, venue_id, vendor_id, created_at)
      VALUES (${workspaceId}, ${id}, ${venueId}, ${vendorId}, ${this.clock.now()})
      ON CONFLICT (workspace_id, id) DO NOTHING`;
    const act = audited({
      action: 'tenancy.partnership_formed',
      subject: { kind: 'partnership', id },
      detail: { venueId, vendorId },
    });
    try {
      await this.database.batch(workspaceId, [row, act]);
    } catch (error) {
      throw violatedConstraint(error) ? alreadyPartners() : error;
    }
  }
}
