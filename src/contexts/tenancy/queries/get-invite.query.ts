import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { noSuchInvite } from '../domain/errors';
import { type InviteView } from './invite.view';

/** By its id, or by its address: somebody else may have replaced it by another at the same moment. */
export class GetInvite extends Query<InviteView> {
  constructor(
    readonly workspaceId: string,
    readonly by: { readonly id: string } | { readonly email: string },
  ) {
    super();
  }
}

@QueryHandler(GetInvite)
export class GetInviteHandler implements IQueryHandler<GetInvite> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, by }: GetInvite): Promise<InviteView> {
    const [id, email] = 'id' in by ? [by.id, null] : [null, by.email];
    const [found] = await this.database.query<InviteView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, email, role, invited_by AS "invitedBy", created_at AS "createdAt", expires_at AS "expiresAt"
        FROM tenancy.invites
        WHERE workspace_id = ${workspaceId} AND email IS NOT NULL AND withdrawn_at IS NULL
          AND (id = ${id}::uuid OR email = ${email}::citext)`,
    );
    if (!found) throw noSuchInvite();
    return found;
  }
}
