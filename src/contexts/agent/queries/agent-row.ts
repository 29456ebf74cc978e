import { sql, type Statement } from '../../../platform/database/sql';
import { type AgentChange, completeProfile } from '../domain/agent-change';
import { CUSTOMER_SERVICE } from '../domain/agent-profile';
import { type AgentView } from './agent.view';

export interface AgentRow extends Record<string, unknown> {
  readonly slug: string;
  readonly version: number;
  readonly latestVersion: number;
  readonly updatedAt: Date;
  readonly profile: AgentChange | null;
}

export const NEVER_CHANGED: AgentView = { ...CUSTOMER_SERVICE, latestVersion: 0, updatedAt: null };

/** The agents of a workspace, or the one of that name, as they answer now. */
export function selectAgents(workspaceId: string, slug: string | null): Statement {
  return sql`
    SELECT agent.slug, agent.active_version AS version, agent.latest_version AS "latestVersion",
      agent.updated_at AS "updatedAt", stored.profile
    FROM agent.agents agent
    LEFT JOIN agent.agent_versions stored ON stored.workspace_id = ${workspaceId}
      AND stored.slug = agent.slug AND stored.version = agent.active_version
    WHERE agent.workspace_id = ${workspaceId} AND agent.deleted_at IS NULL
      AND (${slug}::text IS NULL OR agent.slug = ${slug})
    ORDER BY agent.slug`;
}

export function agentView({ slug, version, latestVersion, updatedAt, profile }: AgentRow): AgentView {
  const shown = profile ? completeProfile(slug, version, profile) : CUSTOMER_SERVICE;
  return { ...shown, latestVersion, updatedAt };
}
