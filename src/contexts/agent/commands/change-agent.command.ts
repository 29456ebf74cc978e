import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Ids } from '../../../kernel/ids';
import { notFound } from '../../../kernel/domain-error';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { wins } from '../../../platform/database/single-winner';
import { sql, type Statement } from '../../../platform/database/sql';
import { type AgentChange, changedBy, settingsOf } from '../domain/agent-change';
import { canaryRunning, changedMeanwhile, MOST_VERSIONS, tooManyVersions } from '../domain/agent-errors';
import { type AgentProfile } from '../domain/agent-profile';
import { AgentProfiles } from '../domain/agent-profiles';

const MOST_ATTEMPTS = 3;

export interface ChangeWish {
  readonly change: AgentChange;
  /** The version that was changed in the mind of whoever wishes this; null: whichever it is. */
  readonly expectedVersion: number | null;
  readonly activate: boolean;
  readonly changedBy: string | null;
}

export class ChangeAgent extends Command<void> {
  constructor(
    readonly workspaceId: string,
    readonly slug: string,
    readonly wish: ChangeWish,
  ) {
    super();
  }
}

/** A change is a new version, made of the one that answers now. */
@CommandHandler(ChangeAgent)
export class ChangeAgentHandler implements ICommandHandler<ChangeAgent> {
  constructor(
    private readonly database: Database,
    private readonly agents: AgentProfiles,
    private readonly ids: Ids,
  ) {}

  async execute({ workspaceId, slug, wish }: ChangeAgent): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      // What is remembered may be older than the last change: nobody is refused for that.
      this.agents.forget(workspaceId, slug);
      const base = await this.agents.find(workspaceId, slug);
      if (!base) throw notFound('agent');
      if (wish.expectedVersion !== null && wish.expectedVersion !== base.version)
        throw changedMeanwhile(base.version);
      const next = changedBy(base, wish.change);
      const isSame = JSON.stringify(next) === JSON.stringify(base);
      if (isSame || (await wins(this.store(workspaceId, base, next, wish)))) break;
      await this.refuseForGood(workspaceId, slug, wish);
      if (attempt === MOST_ATTEMPTS) throw changedMeanwhile(base.version);
    }
    this.agents.forget(workspaceId, slug);
  }

  private store(workspaceId: string, base: AgentProfile, next: AgentProfile, wish: ChangeWish) {
    const { slug } = base;
    const id = this.ids.next();
    const detail = { slug, from: base.version, active: wish.activate };
    return this.database.batch(workspaceId, [
      upsertAgent(workspaceId, base, wish.activate, id),
      insertVersion(workspaceId, next, id, wish.changedBy),
      audited({ action: 'agent.agent_changed', subject: { kind: 'agent_version', id }, detail }),
    ]);
  }

  private async refuseForGood(workspaceId: string, slug: string, { activate }: ChangeWish): Promise<void> {
    const [now] = await this.database.query<{ versions: number; hasCanary: boolean }>(
      workspaceId,
      sql`
        SELECT latest_version AS versions, EXISTS (
          SELECT 1 FROM agent.canaries
          WHERE workspace_id = ${workspaceId} AND slug = ${slug} AND status = 'running') AS "hasCanary"
        FROM agent.agents WHERE workspace_id = ${workspaceId} AND slug = ${slug}`,
    );
    if (now && now.versions >= MOST_VERSIONS) throw tooManyVersions();
    if (now?.hasCanary && activate) throw canaryRunning();
  }
}

/** The row of the agent that every workspace has comes with its first change. */
function upsertAgent(workspaceId: string, base: AgentProfile, activate: boolean, id: string): Statement {
  return sql`
    WITH changed AS (
      INSERT INTO agent.agents AS known (workspace_id, slug, id, active_version, latest_version)
      VALUES (${workspaceId}, ${base.slug}, ${id}, ${activate ? 1 : 0}, 1)
      ON CONFLICT (workspace_id, slug) DO UPDATE SET latest_version = known.latest_version + 1, updated_at = now(),
        active_version = CASE WHEN ${activate}::boolean THEN known.latest_version + 1 ELSE known.active_version END
        WHERE known.active_version = ${base.version} AND known.deleted_at IS NULL
          AND known.latest_version < ${MOST_VERSIONS}
          AND NOT (${activate}::boolean AND EXISTS (
            SELECT 1 FROM agent.canaries WHERE workspace_id = ${workspaceId} AND slug = ${base.slug}
              AND status = 'running'))
      RETURNING 1)
    SELECT platform.expect_changed(count(*)) FROM changed`;
}

/** Behind the row's lock, so that the number is this version's own. */
function insertVersion(
  workspaceId: string,
  profile: AgentProfile,
  id: string,
  createdBy: string | null,
): Statement {
  const { slug } = profile;
  const settings = JSON.stringify(settingsOf(profile));
  return sql`
    INSERT INTO agent.agent_versions (workspace_id, id, slug, version, profile, created_by)
    SELECT ${workspaceId}, ${id}, ${slug}, latest_version, ${settings}::jsonb, ${createdBy}
    FROM agent.agents WHERE workspace_id = ${workspaceId} AND slug = ${slug}`;
}
