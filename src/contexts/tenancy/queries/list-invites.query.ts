import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, type PageQuery, toPage } from '../../../platform/http/page';
import { type InviteView } from './invite.view';

/** Those that wait; what was accepted is among the members. */
export class ListInvites extends Query<Page<InviteView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

@QueryHandler(ListInvites)
export class ListInvitesHandler implements IQueryHandler<ListInvites> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ workspaceId, page: { limit, cursor } }: ListInvites): Promise<Page<InviteView>> {
    const rows = await this.database.query<InviteView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, email, role, invited_by AS "invitedBy", created_at AS "createdAt", expires_at AS "expiresAt"
        FROM tenancy.invites
        WHERE workspace_id = ${workspaceId} AND email IS NOT NULL AND withdrawn_at IS NULL
          AND expires_at > ${this.clock.now()}
          AND id < ${decodeCursor(cursor)}
        ORDER BY id DESC LIMIT ${limit + 1}`,
    );
    return toPage(rows, limit);
  }
}
