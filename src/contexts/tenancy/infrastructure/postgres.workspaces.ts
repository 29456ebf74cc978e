import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database';
import { violatedConstraint } from '../../../platform/database/database-errors';
import { sql, type Statement } from '../../../platform/database/sql';
import { AggregateStore } from '../../../platform/outbox/aggregate-store';
import { type MemberRole } from '../contracts/member-role';
import { slugFor } from '../domain/slug';
import { Workspace } from '../domain/workspace';
import { Workspaces } from '../domain/workspaces';

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

  async open(workspace: Workspace, now: Date): Promise<boolean> {
    const { id, name } = workspace.state;
    const row = sql`
      INSERT INTO tenancy.workspaces (workspace_id, name, slug, settings, version, created_at, updated_at)
      VALUES (${id}, ${name}, ${slugFor(name, id)}, '{}', 1, ${now}, ${now})`;
    try {
      await this.store.save(id, workspace, [row, ...memberRows(workspace, now)]);
      return true;
    } catch (error) {
      if (violatedConstraint(error) === 'workspaces_pkey') return false;
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
    await this.store.save(workspace.id, workspace, [lock, ...memberRows(workspace, now)]);
  }
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
