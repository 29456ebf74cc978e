import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql, type Statement } from '../../../platform/database/sql';
import { CUSTOMER_SERVICE, isAgentSlug } from '../domain/agent-profile';
import { AgentProfiles } from '../domain/agent-profiles';

/** The highest that a column holds. */
const HIGHEST_NUMBER = 2 ** 31 - 1;

export class ActivateVersion extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly slug: string,
    readonly version: number,
  ) {
    super();
  }
}

/** From now on this version answers everybody; a canary that is running has thereby come to its end. */
@CommandHandler(ActivateVersion)
export class ActivateVersionHandler implements ICommandHandler<ActivateVersion> {
  constructor(
    private readonly database: Database,
    private readonly agents: AgentProfiles,
  ) {}

  async execute({ workspaceId, slug, version }: ActivateVersion): Promise<void> {
    if (!isAgentSlug(slug)) throw notFound('agent');
    if (version < 0 || version > HIGHEST_NUMBER) throw notFound('version of this agent');
    const activated = this.database.batch(workspaceId, [
      endCanary(workspaceId, slug, version),
      activate(workspaceId, slug, version),
      audited({
        action: 'agent.version_activated',
        subject: { kind: 'workspace', id: workspaceId },
        detail: { slug, version },
      }),
    ]);
    if (!(await wins(activated)) && !isAsItCame(slug, version)) await this.refuse(workspaceId, slug);
    this.agents.forget(workspaceId, slug);
  }

  private async refuse(workspaceId: string, slug: string): Promise<never> {
    throw notFound((await this.agents.find(workspaceId, slug)) ? 'version of this agent' : 'agent');
  }
}

/** It has no row to change: nobody ever changed this agent. */
function isAsItCame(slug: string, version: number): boolean {
  return slug === CUSTOMER_SERVICE.slug && version === 0;
}

function endCanary(workspaceId: string, slug: string, version: number): Statement {
  return sql`
    UPDATE agent.canaries SET ended_at = now(),
      status = CASE WHEN version = ${version}::int THEN 'promoted' ELSE 'ended' END
    WHERE workspace_id = ${workspaceId} AND slug = ${slug} AND status = 'running'`;
}

function activate(workspaceId: string, slug: string, version: number): Statement {
  return sql`
    WITH activated AS (
      UPDATE agent.agents SET active_version = ${version}, updated_at = now()
      WHERE workspace_id = ${workspaceId} AND slug = ${slug} AND deleted_at IS NULL
        AND (${isAsItCame(slug, version)}::boolean OR EXISTS (
          SELECT 1 FROM agent.agent_versions
          WHERE workspace_id = ${workspaceId} AND slug = ${slug} AND version = ${version}))
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM activated`;
}
