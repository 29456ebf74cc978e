import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, type PageQuery, toPage } from '../../../platform/http/page';
import { type ApiKeyRow, type ApiKeyView, showApiKey } from './api-key.view';

/** Those that were revoked stay among them: somebody may look for what a key in a log once was. */
export class ListApiKeys extends Query<Page<ApiKeyView>> {
  constructor(
    readonly workspaceId: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

@QueryHandler(ListApiKeys)
export class ListApiKeysHandler implements IQueryHandler<ListApiKeys> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, page: { limit, cursor } }: ListApiKeys): Promise<Page<ApiKeyView>> {
    const rows = await this.database.query<ApiKeyRow & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, name, role, scopes, created_at AS "createdAt", created_by AS "createdBy", expires_at AS "expiresAt",
          last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"
        FROM identity.api_keys WHERE workspace_id = ${workspaceId} AND id < ${decodeCursor(cursor)}
        ORDER BY id DESC LIMIT ${limit + 1}`,
    );
    const { data, nextCursor } = toPage(rows, limit);
    return { data: data.map((row) => showApiKey(workspaceId, row)), nextCursor };
  }
}
