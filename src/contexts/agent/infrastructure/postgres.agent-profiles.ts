import { Injectable } from '@nestjs/common';
import { Cache, type CacheKind } from '../../../platform/cache/cache';
import { Database } from '../../../platform/database/database';
import { sql } from '../../../platform/database/sql';
import { type AgentChange, completeProfile } from '../domain/agent-change';
import { type AgentProfile, CUSTOMER_SERVICE, isAgentSlug } from '../domain/agent-profile';
import { AgentProfiles } from '../domain/agent-profiles';
import { type Canary, fallsToCanary } from '../domain/canary';

interface KnownAgent {
  readonly stable: AgentProfile;
  readonly trial: (Canary & { readonly profile: AgentProfile }) | null;
}

interface StoredAgent extends Record<string, unknown> {
  readonly slug: string;
  readonly version: number;
  readonly profile: AgentChange | null;
}

interface AgentRow extends Record<string, unknown> {
  readonly version: number;
  readonly profile: AgentChange | null;
  readonly canary: Canary | null;
  readonly canaryProfile: AgentChange | null;
}

/** Five seconds at most, should the word of a change be lost between its commit and the other processes. */
const KNOWN_AGENT: CacheKind<KnownAgent | null> = { name: 'agent', seconds: 5 };

@Injectable()
export class PostgresAgentProfiles extends AgentProfiles {
  constructor(
    private readonly cache: Cache,
    private readonly database: Database,
  ) {
    super();
  }

  async find(workspaceId: string, slug: string, conversationId?: string): Promise<AgentProfile | null> {
    if (!isAgentSlug(slug)) return null;
    const known = await this.cache.recall(KNOWN_AGENT, keyOf(workspaceId, slug), () =>
      this.read(workspaceId, slug),
    );
    if (!known?.trial || conversationId === undefined) return known?.stable ?? null;
    return fallsToCanary(known.trial, conversationId) ? known.trial.profile : known.stable;
  }

  async list(workspaceId: string): Promise<readonly AgentProfile[]> {
    const rows = await this.database.query<StoredAgent>(
      workspaceId,
      sql`
        SELECT agent.slug, agent.active_version AS version, stable.profile
        FROM agent.agents agent
        LEFT JOIN agent.agent_versions stable ON stable.workspace_id = ${workspaceId}
          AND stable.slug = agent.slug AND stable.version = agent.active_version
        WHERE agent.workspace_id = ${workspaceId} AND agent.deleted_at IS NULL`,
    );
    const stored = rows.map(({ slug, version, profile }) => stableProfile(slug, version, profile));
    const isStored = stored.some(({ slug }) => slug === CUSTOMER_SERVICE.slug);
    const all = isStored ? stored : [CUSTOMER_SERVICE, ...stored];
    return all.sort((one, other) => (one.slug < other.slug ? -1 : 1));
  }

  forget(workspaceId: string, slug: string): void {
    this.cache.forget(KNOWN_AGENT, keyOf(workspaceId, slug));
  }

  private async read(workspaceId: string, slug: string): Promise<KnownAgent | null> {
    const [row] = await this.database.query<AgentRow>(
      workspaceId,
      sql`
        SELECT agent.active_version AS version, stable.profile, trial.profile AS "canaryProfile",
          CASE WHEN trial.version IS NOT NULL
            THEN jsonb_build_object('id', canary.id, 'version', canary.version, 'percent', canary.percent)
          END AS canary
        FROM agent.agents agent
        LEFT JOIN agent.agent_versions stable ON stable.workspace_id = ${workspaceId}
          AND stable.slug = agent.slug AND stable.version = agent.active_version
        LEFT JOIN agent.canaries canary ON canary.workspace_id = ${workspaceId}
          AND canary.slug = agent.slug AND canary.status = 'running'
        LEFT JOIN agent.agent_versions trial ON trial.workspace_id = ${workspaceId}
          AND trial.slug = agent.slug AND trial.version = canary.version
        WHERE agent.workspace_id = ${workspaceId} AND agent.slug = ${slug} AND agent.deleted_at IS NULL`,
    );
    if (!row) return slug === CUSTOMER_SERVICE.slug ? { stable: CUSTOMER_SERVICE, trial: null } : null;
    const { version, profile, canary, canaryProfile } = row;
    return {
      stable: stableProfile(slug, version, profile),
      trial:
        canary && canaryProfile
          ? { ...canary, profile: completeProfile(slug, canary.version, canaryProfile) }
          : null,
    };
  }
}

function stableProfile(slug: string, version: number, profile: AgentChange | null): AgentProfile {
  return profile ? completeProfile(slug, version, profile) : CUSTOMER_SERVICE;
}

function keyOf(workspaceId: string, slug: string): string {
  return `${workspaceId}:${slug}`;
}
