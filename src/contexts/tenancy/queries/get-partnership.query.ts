import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type PartnershipView } from './partnership.view';

export class GetPartnership extends Query<PartnershipView> {
  constructor(
    readonly workspaceId: string,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(GetPartnership)
export class GetPartnershipHandler implements IQueryHandler<GetPartnership> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, id }: GetPartnership): Promise<PartnershipView> {
    const [found] = await this.database.query<PartnershipView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, venue_id AS "venueId", vendor_id AS "vendorId", created_at AS "createdAt"
        FROM tenancy.partnerships WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    if (!found) throw notFound('partnership');
    return found;
  }
}
