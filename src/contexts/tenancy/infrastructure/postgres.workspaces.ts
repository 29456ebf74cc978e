import { Injectable } from '@nestjs/common';
import { audited } from '../../../platform/audit/audited';
import { Database } from '../../../platform/database/database';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { sql, type Statement } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { type MemberRole } from '../contracts/member-role';
import { WorkspaceRestored } from '../contracts/workspace-restored.event';
import { slugFor } from '../domain/slug';
import { MOST_OWNED, Workspace } from '../domain/workspace';
import { type Opening, Workspaces } from '../domain/workspaces';
import { wins } from '../../../platform/database/single-winner';
import { auditedActs } from './workspace-acts';

interface Row {
  readonly name: string;
  readonly version: number;
  readonly members: Record<string, MemberRole> | null;
}

@Injectable()
export class PostgresWorkspaces extends Workspaces {
  constructor(
    private readonly database: Database,
    private readonly store: AggregateStore,
  ) {
    super();
  }

  async open(workspace: Workspace, ownerId: string, now: Date): Promise<Opening> {
    const { id, name } = workspace.state;
    // One that exists must run into its key: else the members below would be let into somebody's workspace.
    const row = sql`
      WITH opened AS (
        INSERT INTO tenancy.workspaces (workspace_id, name, slug, settings, version, created_at, updated_at)
        SELECT ${id}, ${name}, ${slugFor(name, id)}, '{}', 1, ${now}, ${now}
        WHERE (
          SELECT count(*) FROM tenancy.members JOIN tenancy.workspaces USING (workspace_id)
          WHERE user_id = ${ownerId} AND role = 'owner' AND deleted_at IS NULL) < ${MOST_OWNED}
          OR EXISTS (SELECT 1 FROM tenancy.workspaces WHERE workspace_id = ${id})
        RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM opened`;
    const rows = [
      ...oneAfterTheOther(ownerId),
      row,
      ...memberRows(workspace, now),
      ...auditedActs(workspace.events),
    ];
    try {
      return (await wins(this.store.save(id, workspace, rows))) ? 'opened' : 'owner_has_too_many';
    } catch (error) {
      if (violatedConstraint(error) === 'workspaces_pkey') return 'exists';
      throw error;
    }
  }

  async find(workspaceId: string): Promise<Workspace | null> {
    const [row] = await this.database.query<Row>(
      workspaceId,
      sql`
        SELECT name, version, (
          SELECT json_object_agg(user_id, role) FROM tenancy.members WHERE workspace_id = ${workspaceId}) AS members
        FROM tenancy.workspaces WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL`,
    );
    return row ? fromRow(workspaceId, row) : null;
  }

  async save(workspace: Workspace, now: Date): Promise<void> {
    const lock = sql`
      WITH changed AS (
        UPDATE tenancy.workspaces SET version = version + 1, updated_at = ${now}
        WHERE workspace_id = ${workspace.id} AND version = ${workspace.version}
        RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM changed`;
    await this.store.save(workspace.id, workspace, [
      lock,
      ...memberRows(workspace, now),
      ...auditedActs(workspace.events),
    ]);
  }

  async isRestorable(workspaceId: string, ownerId: string, now: Date): Promise<boolean> {
    const found = await this.database.query(
      workspaceId,
      sql`
        SELECT 1 FROM tenancy.workspaces JOIN tenancy.members USING (workspace_id)
        WHERE workspace_id = ${workspaceId} AND user_id = ${ownerId} AND role = 'owner' AND purge_after > ${now}`,
    );
    return found.length > 0;
  }

  async restore(workspaceId: string, ownerId: string, now: Date): Promise<boolean> {
    const row = sql`
      WITH restored AS (
        UPDATE tenancy.workspaces
        SET deleted_at = NULL, purge_after = NULL, updated_at = ${now}, version = version + 1
        WHERE workspace_id = ${workspaceId} AND purge_after > ${now} AND (
          SELECT count(*) FROM tenancy.members JOIN tenancy.workspaces AS owned USING (workspace_id)
          WHERE user_id = ${ownerId} AND role = 'owner' AND owned.deleted_at IS NULL) < ${MOST_OWNED}
        RETURNING 1)
      SELECT platform.expect_changed(count(*)) FROM restored`;
    const act = audited({
      action: 'tenancy.workspace_restored',
      subject: { kind: 'workspace', id: workspaceId },
    });
    const rows = [...oneAfterTheOther(ownerId), row, act];
    return wins(this.store.commit(workspaceId, rows, [new WorkspaceRestored(workspaceId, ownerId)]));
  }
}

/**
 * For counting what a person owns: their other workspaces are seen by the person's own right to read
 * them, and who opens two at a time waits with the second until the first is counted.
 */
function oneAfterTheOther(ownerId: string): Statement[] {
  return [
    sql`SELECT set_config('app.person', ${ownerId}, true)`,
    sql`SELECT pg_advisory_xact_lock(hashtextextended(${`tenancy.owner ${ownerId}`}, 0))`,
  ];
}

function memberRows({ id, changedMembers }: Workspace, now: Date): Statement[] {
  const kept = [...changedMembers].filter(([, role]) => role !== null);
  const gone = [...changedMembers].filter(([, role]) => role === null);
  return [
    sql`
      INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
      SELECT ${id}, user_id, role, ${now}
      FROM unnest(${kept.map(([userId]) => userId)}::uuid[], ${kept.map(([, role]) => role)}::text[])
        AS member (user_id, role)
      ON CONFLICT (workspace_id, user_id) DO UPDATE SET role = EXCLUDED.role`,
    sql`
      DELETE FROM tenancy.members
      WHERE workspace_id = ${id} AND user_id = ANY (${gone.map(([userId]) => userId)}::uuid[])`,
  ];
}

function fromRow(id: string, { name, version, members }: Row): Workspace {
  return Workspace.restore({ id, name, members: new Map(Object.entries(members ?? {})) }, version);
}
