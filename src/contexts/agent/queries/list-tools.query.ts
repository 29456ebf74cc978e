import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { ToolRegistry } from '../domain/tool-registry';
import { type ToolListView, type ToolView } from './tool.view';

export class ListTools extends Query<ToolListView> {
  constructor(readonly workspaceId: string) {
    super();
  }
}

@QueryHandler(ListTools)
export class ListToolsHandler implements IQueryHandler<ListTools> {
  constructor(
    private readonly registry: ToolRegistry,
    private readonly database: Database,
  ) {}

  async execute({ workspaceId }: ListTools): Promise<ToolListView> {
    const ours = this.registry.builtIn().map(({ definition, access }): ToolView => {
      return { id: null, kind: 'built-in', ...definition, roles: access.roles };
    });
    const own = await this.database.query<ToolView>(
      workspaceId,
      sql`
        SELECT id, 'http' AS kind, name, description, 'external' AS effect, input_schema AS "inputSchema",
          requires_approval AS "requiresApproval", timeout_ms AS "timeoutMs", roles
        FROM agent.http_tools WHERE workspace_id = ${workspaceId}
        ORDER BY name`,
    );
    return { data: [...ours, ...own], nextCursor: null };
  }
}
