import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type HttpToolView } from './tool.view';

export class GetHttpTool extends Query<HttpToolView> {
  constructor(
    readonly workspaceId: string,
    readonly toolId: string,
  ) {
    super();
  }
}

@QueryHandler(GetHttpTool)
export class GetHttpToolHandler implements IQueryHandler<GetHttpTool> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, toolId }: GetHttpTool): Promise<HttpToolView> {
    const [tool] = await this.database.query<HttpToolView>(
      workspaceId,
      sql`
        SELECT id, 'http' AS kind, name, description, 'external' AS effect, input_schema AS "inputSchema",
          requires_approval AS "requiresApproval", timeout_ms AS "timeoutMs", roles, method, url, headers,
          secret_names AS "secretHeaders", allowed_hosts AS "allowedHosts", created_at AS "createdAt",
          updated_at AS "updatedAt"
        FROM agent.http_tools WHERE workspace_id = ${workspaceId} AND id = ${toolId}`,
    );
    if (!tool) throw notFound('tool');
    return tool;
  }
}
