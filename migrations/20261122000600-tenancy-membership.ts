import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

const ROLES = `'owner', 'member', 'client', 'venue', 'vendor'`;

export class TenancyMembership20261122000600 implements MigrationInterface {
  name = 'TenancyMembership20261122000600';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await runner.query(`
      ALTER TABLE tenancy.workspaces ADD COLUMN purge_after timestamptz;
      CREATE INDEX workspaces_purge ON tenancy.workspaces (purge_after) WHERE purge_after IS NOT NULL;
      ALTER TABLE tenancy.members DROP CONSTRAINT members_role_check;
      ALTER TABLE tenancy.members ADD CONSTRAINT members_role_check CHECK (role IN (${ROLES}))`);
    await createInvites(runner, app);
    await createIntakes(runner, app);
    await createGrants(runner, app);
  }

  /** The owner sees the guests of no workspace as long as its own policies bind it. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE tenancy.partnerships, tenancy.grants, tenancy.intakes, tenancy.invites;
      ALTER TABLE tenancy.members NO FORCE ROW LEVEL SECURITY;
      DELETE FROM tenancy.members WHERE role NOT IN ('owner', 'member');
      ALTER TABLE tenancy.members FORCE ROW LEVEL SECURITY;
      ALTER TABLE tenancy.members DROP CONSTRAINT members_role_check;
      ALTER TABLE tenancy.members ADD CONSTRAINT members_role_check CHECK (role IN ('owner', 'member'));
      ALTER TABLE tenancy.workspaces DROP COLUMN purge_after`);
  }
}

/** The address is null once it is accepted: who it was is then known by id. */
async function createInvites(runner: QueryRunner, app: string): Promise<void> {
  const relay = await loginOf(runner, 'relay');
  await runner.query(`
    CREATE TABLE tenancy.invites (
      workspace_id uuid NOT NULL REFERENCES tenancy.workspaces (workspace_id) ON DELETE CASCADE,
      id uuid NOT NULL,
      link_id uuid NOT NULL,
      email citext,
      role text NOT NULL CHECK (role IN (${ROLES})),
      invited_by uuid NOT NULL,
      sends int NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      accepted_at timestamptz,
      accepted_by uuid,
      PRIMARY KEY (workspace_id, id),
      UNIQUE (workspace_id, link_id),
      UNIQUE (workspace_id, email),
      CHECK ((email IS NULL) = (accepted_by IS NOT NULL))
    );
    CREATE INDEX invites_expiry ON tenancy.invites (expires_at);
    GRANT SELECT, INSERT, UPDATE, DELETE ON tenancy.invites TO ${app};
    GRANT USAGE ON SCHEMA tenancy TO ${relay};
    GRANT SELECT (expires_at), DELETE ON tenancy.invites TO ${relay}`);
  await protectTenantTable(runner, 'tenancy.invites');
  await runner.query(
    `CREATE POLICY expired ON tenancy.invites FOR ALL TO ${relay} USING (expires_at < now())`,
  );
}

async function createIntakes(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE tenancy.intakes (
      workspace_id uuid PRIMARY KEY REFERENCES tenancy.workspaces (workspace_id) ON DELETE CASCADE,
      answers jsonb NOT NULL,
      configuration jsonb NOT NULL,
      submitted_by uuid NOT NULL,
      submitted_at timestamptz NOT NULL
    );
    GRANT SELECT, INSERT, UPDATE ON tenancy.intakes TO ${app}`);
  await protectTenantTable(runner, 'tenancy.intakes');
}

/** What a grant names belongs to other contexts, so that no key can tie it to its resource. */
async function createGrants(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE tenancy.grants (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      user_id uuid NOT NULL,
      resource_kind text NOT NULL CHECK (resource_kind IN ('event', 'venue', 'vendor')),
      resource_id uuid NOT NULL,
      created_at timestamptz NOT NULL,
      PRIMARY KEY (workspace_id, id),
      UNIQUE (workspace_id, user_id, resource_kind, resource_id),
      FOREIGN KEY (workspace_id, user_id) REFERENCES tenancy.members (workspace_id, user_id) ON DELETE CASCADE
    );
    CREATE TABLE tenancy.partnerships (
      workspace_id uuid NOT NULL REFERENCES tenancy.workspaces (workspace_id) ON DELETE CASCADE,
      id uuid NOT NULL,
      venue_id uuid NOT NULL,
      vendor_id uuid NOT NULL,
      created_at timestamptz NOT NULL,
      PRIMARY KEY (workspace_id, id),
      UNIQUE (workspace_id, vendor_id, venue_id)
    );
    GRANT SELECT, INSERT, DELETE ON tenancy.grants, tenancy.partnerships TO ${app}`);
  await protectTenantTable(runner, 'tenancy.grants');
  await protectTenantTable(runner, 'tenancy.partnerships');
}
