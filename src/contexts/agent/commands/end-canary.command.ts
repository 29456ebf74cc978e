import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { AgentProfiles } from '../domain/agent-profiles';

export class EndCanary extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly slug: string,
  ) {
    super();
  }
}

/** The version that answered before answers everybody again. */
@CommandHandler(EndCanary)
export class EndCanaryHandler implements ICommandHandler<EndCanary> {
  constructor(
    private readonly database: Database,
    private readonly agents: AgentProfiles,
  ) {}

  async execute({ workspaceId, slug }: EndCanary): Promise<void> {
    const ended = this.database.batch(workspaceId, [
      sql`
        WITH ended AS (
          UPDATE agent.canaries SET status = 'ended', ended_at = now()
          WHERE workspace_id = ${workspaceId} AND slug = ${slug} AND status = 'running' RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM ended`,
      audited({
        action: 'agent.canary_ended',
        subject: { kind: 'workspace', id: workspaceId },
        detail: { slug },
      }),
    ]);
    if (!(await wins(ended))) throw notFound('trial of this agent');
    this.agents.forget(workspaceId, slug);
  }
}
