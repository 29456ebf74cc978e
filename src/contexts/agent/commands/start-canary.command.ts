import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { canaryRunning } from '../domain/agent-errors';
import { isAgentSlug } from '../domain/agent-profile';
import { AgentProfiles } from '../domain/agent-profiles';
import { type Canary } from '../domain/canary';

export class StartCanary extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly slug: string,
    readonly canary: Canary,
  ) {
    super();
  }
}

/** Repeatable under the same id. From now on a share of the conversations is answered by the version on trial. */
@CommandHandler(StartCanary)
export class StartCanaryHandler implements ICommandHandler<StartCanary> {
  constructor(
    private readonly database: Database,
    private readonly agents: AgentProfiles,
  ) {}

  async execute({ workspaceId, slug, canary: { id, version, percent } }: StartCanary): Promise<void> {
    if (!isAgentSlug(slug) || !(await this.agents.find(workspaceId, slug))) throw notFound('agent');
    const row = sql`
      WITH started AS (
        INSERT INTO agent.canaries (workspace_id, id, slug, version, against_version, percent, started_at)
        SELECT ${workspaceId}, ${id}, slug, ${version}, active_version, ${percent}, now() FROM agent.agents AS agent
        WHERE workspace_id = ${workspaceId} AND slug = ${slug} AND deleted_at IS NULL AND active_version <> ${version}
          AND EXISTS (SELECT 1 FROM agent.agent_versions AS known WHERE known.workspace_id = ${workspaceId}
            AND known.slug = agent.slug AND known.version = ${version})
        ON CONFLICT (workspace_id, id) DO UPDATE SET percent = canaries.percent RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM started`;
    const subject = { kind: 'workspace', id: workspaceId };
    const act = audited({ action: 'agent.canary_started', subject, detail: { slug, version, percent } });
    const started = this.database.batch(workspaceId, [row, act]).catch((error: unknown) => {
      throw violatedConstraint(error) === 'canaries_running' ? canaryRunning() : error;
    });
    if (!(await wins(started))) throw notFound('other version of this agent');
    this.agents.forget(workspaceId, slug);
  }
}
