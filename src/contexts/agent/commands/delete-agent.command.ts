import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { builtInAgent } from '../domain/agent-errors';
import { CUSTOMER_SERVICE, isAgentSlug } from '../domain/agent-profile';
import { AgentProfiles } from '../domain/agent-profiles';

export class DeleteAgent extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly slug: string,
  ) {
    super();
  }
}

/** Its words go; its runs stay, and so does the number of its last version, lest another agent's runs look like these. */
@CommandHandler(DeleteAgent)
export class DeleteAgentHandler implements ICommandHandler<DeleteAgent> {
  constructor(
    private readonly database: Database,
    private readonly agents: AgentProfiles,
  ) {}

  async execute({ workspaceId, slug }: DeleteAgent): Promise<void> {
    if (slug === CUSTOMER_SERVICE.slug) throw builtInAgent();
    if (!isAgentSlug(slug)) throw notFound('agent');
    const deleted = this.database.batch(workspaceId, [
      sql`
        WITH deleted AS (
          UPDATE agent.agents SET deleted_at = now(), updated_at = now()
          WHERE workspace_id = ${workspaceId} AND slug = ${slug} AND deleted_at IS NULL RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM deleted`,
      sql`DELETE FROM agent.canaries WHERE workspace_id = ${workspaceId} AND slug = ${slug}`,
      sql`DELETE FROM agent.agent_versions WHERE workspace_id = ${workspaceId} AND slug = ${slug}`,
      audited({
        action: 'agent.agent_deleted',
        subject: { kind: 'workspace', id: workspaceId },
        detail: { slug },
      }),
    ]);
    if (!(await wins(deleted))) throw notFound('agent');
    this.agents.forget(workspaceId, slug);
  }
}
