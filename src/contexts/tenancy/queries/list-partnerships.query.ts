import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, type PageQuery, toPage } from '../../../platform/http/page';
import { type PartnershipView } from './partnership.view';

export class ListPartnerships extends Query<Page<PartnershipView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

@QueryHandler(ListPartnerships)
export class ListPartnershipsHandler implements IQueryHandler<ListPartnerships> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, page }: ListPartnerships): Promise<Page<PartnershipView>> {
    const rows = await this.database.query<PartnershipView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, venue_id AS "venueId", vendor_id AS "vendorId", created_at AS "createdAt"
        FROM tenancy.partnerships
        WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(page.cursor)}
        ORDER BY id DESC LIMIT ${page.limit + 1}`,
    );
    return toPage(rows, page.limit);
  }
}
