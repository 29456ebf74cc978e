import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type ApiKeyRow, type ApiKeyView, showApiKey } from './api-key.view';

export class GetApiKey extends Query<ApiKeyView> {
  constructor(
    readonly workspaceId: string,
    readonly keyId: string,
  ) {
    super();
  }
}

@QueryHandler(GetApiKey)
export class GetApiKeyHandler implements IQueryHandler<GetApiKey> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, keyId }: GetApiKey): Promise<ApiKeyView> {
    const [row] = await this.database.query<ApiKeyRow & Record<string, unknown>>(
      workspaceId,
      sql`
        SELECT id, name, role, scopes, created_at AS "createdAt", created_by AS "createdBy", expires_at AS "expiresAt",
          last_used_at AS "lastUsedAt", revoked_at AS "revokedAt"
        FROM identity.api_keys WHERE workspace_id = ${workspaceId} AND id = ${keyId}`,
    );
    if (!row) throw notFound('API key');
    return showApiKey(workspaceId, row);
  }
}
