import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Ids } from '../../../kernel/ids';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql, type Statement } from '../../../platform/database/sql';
import { type AgentChange, changedBy, defaultsOf, settingsOf } from '../domain/agent-change';
import { agentExists, MOST_AGENTS, tooManyAgents } from '../domain/agent-errors';
import { type AgentKind, CUSTOMER_SERVICE } from '../domain/agent-profile';
import { AgentProfiles } from '../domain/agent-profiles';

export interface NewAgent {
  readonly id: string;
  readonly slug: string;
  readonly kind: AgentKind;
  readonly change: AgentChange;
  readonly createdBy: string | null;
}

export class CreateAgent extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly agent: NewAgent,
  ) {
    super();
  }
}

/** Repeatable: an agent that was stored under this id is not stored again. */
@CommandHandler(CreateAgent)
export class CreateAgentHandler implements ICommandHandler<CreateAgent> {
  constructor(
    private readonly database: Database,
    private readonly agents: AgentProfiles,
    private readonly ids: Ids,
  ) {}

  async execute({ workspaceId, agent }: CreateAgent): Promise<void> {
    const { id, slug, kind } = agent;
    if (slug === CUSTOMER_SERVICE.slug) throw agentExists(slug);
    const made = this.database.batch(workspaceId, [
      oneAtATime(workspaceId),
      insert(workspaceId, agent, this.ids.next()),
      audited({ action: 'agent.agent_created', subject: { kind: 'agent', id }, detail: { slug, kind } }),
    ]);
    if (!(await wins(made))) await this.refuseUnlessRepeated(workspaceId, agent);
    this.agents.forget(workspaceId, slug);
  }

  private async refuseUnlessRepeated(workspaceId: string, { id, slug }: NewAgent): Promise<void> {
    const [known] = await this.database.query<{ id: string }>(
      workspaceId,
      sql`
        SELECT id FROM agent.agents
        WHERE workspace_id = ${workspaceId} AND slug = ${slug} AND deleted_at IS NULL`,
    );
    if (!known) throw tooManyAgents();
    if (known.id !== id) throw agentExists(slug);
  }
}

/** So that many who make agents at the same moment count each other's. */
function oneAtATime(workspaceId: string): Statement {
  return sql`SELECT pg_advisory_xact_lock(hashtextextended(${`agents ${workspaceId}`}, 0))`;
}

function insert(workspaceId: string, agent: NewAgent, versionId: string): Statement {
  const { id, slug, kind, change, createdBy } = agent;
  const profile = JSON.stringify(settingsOf(changedBy(defaultsOf(kind, slug), change)));
  return sql`
    WITH made AS (
      INSERT INTO agent.agents AS known (workspace_id, slug, id, active_version, latest_version)
      SELECT ${workspaceId}, ${slug}, ${id}, 1, 1
      WHERE (
        SELECT count(*) FROM agent.agents WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL
      ) < ${MOST_AGENTS}
      ON CONFLICT (workspace_id, slug) DO UPDATE SET id = excluded.id, latest_version = known.latest_version + 1,
        active_version = known.latest_version + 1, created_at = now(), updated_at = now(), deleted_at = NULL
        WHERE known.deleted_at IS NOT NULL
      RETURNING latest_version),
    stored AS (
      INSERT INTO agent.agent_versions (workspace_id, id, slug, version, profile, created_by)
      SELECT ${workspaceId}, ${versionId}, ${slug}, latest_version, ${profile}::jsonb, ${createdBy} FROM made
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM stored`;
}
