import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type GrantView } from './grant.view';

export class GetGrant extends Query<GrantView> {
  constructor(
    readonly workspaceId: string,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(GetGrant)
export class GetGrantHandler implements IQueryHandler<GetGrant> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, id }: GetGrant): Promise<GrantView> {
    const [found] = await this.database.query<GrantView & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, user_id AS "userId", resource_kind AS kind, resource_id AS "resourceId", created_at AS "createdAt"
        FROM tenancy.grants WHERE workspace_id = ${workspaceId} AND id = ${id}`,
    );
    if (!found) throw notFound('grant');
    return found;
  }
}
