import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { decodeCursor, type Page, toPage } from '../../../platform/http/page';
import { type AgentChange, completeProfile } from '../domain/agent-change';
import { CUSTOMER_SERVICE, isAgentSlug } from '../domain/agent-profile';
import { type AgentVersionView } from './agent.view';

interface VersionRow extends Record<string, unknown> {
  readonly id: string;
  readonly version: number;
  readonly isActive: boolean;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly profile: AgentChange;
}

export class ListAgentVersions extends Query<Page<AgentVersionView>> {
  constructor(
    readonly workspaceId: string,
    readonly slug: string,
    readonly page: { readonly limit: number; readonly cursor?: string },
  ) {
    super();
  }
}

@QueryHandler(ListAgentVersions)
export class ListAgentVersionsHandler implements IQueryHandler<ListAgentVersions> {
  constructor(private readonly database: Database) {}

  async execute({ workspaceId, slug, page }: ListAgentVersions): Promise<Page<AgentVersionView>> {
    const below = decodeCursor(page.cursor);
    if (!isAgentSlug(slug)) throw notFound('agent');
    const [agents = [], rows = []] = await this.database.batch(workspaceId, [
      sql`
        SELECT 1 FROM agent.agents
        WHERE workspace_id = ${workspaceId} AND slug = ${slug} AND deleted_at IS NULL`,
      sql`
        SELECT stored.id, stored.version, stored.version = agent.active_version AS "isActive",
          stored.created_by AS "createdBy", stored.created_at AS "createdAt", stored.profile
        FROM agent.agent_versions stored
        JOIN agent.agents agent ON agent.workspace_id = ${workspaceId} AND agent.slug = stored.slug
        WHERE stored.workspace_id = ${workspaceId} AND stored.slug = ${slug} AND stored.id < ${below}
        ORDER BY stored.id DESC LIMIT ${page.limit + 1}`,
    ]);
    if (agents.length === 0 && slug !== CUSTOMER_SERVICE.slug) throw notFound('agent');
    return toPage(
      rows.map((row) => versionView(slug, row as VersionRow)),
      page.limit,
    );
  }
}

function versionView(slug: string, { profile, ...row }: VersionRow): AgentVersionView {
  return { ...completeProfile(slug, row.version, profile), ...row };
}
