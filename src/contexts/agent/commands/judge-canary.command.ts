import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql } from '../../../platform/database/sql';
import { AgentProfiles } from '../domain/agent-profiles';
import { Canaries } from '../domain/canaries';
import { reasonToRollBack } from '../domain/canary-judgement';

export class JudgeCanary extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly slug: string,
  ) {
    super();
  }
}

/** Takes back a version that does significantly worse than the one before. Whoever comes second finds it taken back. */
@CommandHandler(JudgeCanary)
export class JudgeCanaryHandler implements ICommandHandler<JudgeCanary> {
  constructor(
    private readonly canaries: Canaries,
    private readonly database: Database,
    private readonly agents: AgentProfiles,
  ) {}

  async execute({ workspaceId, slug }: JudgeCanary): Promise<void> {
    const compared = await this.canaries.compare(workspaceId, slug);
    const reason = compared && reasonToRollBack(compared.trial, compared.stable);
    if (!compared || !reason) return;
    const subject = { kind: 'workspace', id: workspaceId };
    const rolledBack = this.database.batch(workspaceId, [
      sql`
        WITH ended AS (
          UPDATE agent.canaries SET status = 'rolled_back', reason = ${reason}, ended_at = now()
          WHERE workspace_id = ${workspaceId} AND id = ${compared.id} AND status = 'running' RETURNING 1)
        SELECT platform.expect_changed(count(*)) FROM ended`,
      audited({ action: 'agent.canary_rolled_back', subject, detail: { slug, reason } }),
    ]);
    if (await wins(rolledBack)) this.agents.forget(workspaceId, slug);
  }
}
