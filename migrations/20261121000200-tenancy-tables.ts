import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

export class TenancyTables20261121000200 implements MigrationInterface {
  name = 'TenancyTables20261121000200';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await runner.query(`
      CREATE SCHEMA tenancy;
      GRANT USAGE ON SCHEMA tenancy TO ${app};
      CREATE TABLE tenancy.workspaces (
        workspace_id uuid PRIMARY KEY,
        name text NOT NULL,
        slug text NOT NULL UNIQUE,
        settings jsonb NOT NULL,
        version int NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        deleted_at timestamptz
      );
      CREATE TABLE tenancy.members (
        workspace_id uuid NOT NULL REFERENCES tenancy.workspaces (workspace_id) ON DELETE CASCADE,
        user_id uuid NOT NULL,
        role text NOT NULL CHECK (role IN ('owner', 'member')),
        created_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, user_id)
      );
      CREATE INDEX members_user ON tenancy.members (user_id, workspace_id DESC);
      GRANT SELECT, INSERT, UPDATE ON tenancy.workspaces TO ${app};
      GRANT SELECT, INSERT, UPDATE, DELETE ON tenancy.members TO ${app}`);
    await protectTenantTable(runner, 'tenancy.workspaces');
    await protectTenantTable(runner, 'tenancy.members');
    await letPeopleSeeTheirWorkspaces(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA tenancy CASCADE');
  }
}

/** Read only, for "which workspaces are mine?": a question that no single workspace can answer. */
async function letPeopleSeeTheirWorkspaces(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE POLICY own ON tenancy.members FOR SELECT USING (user_id = platform.person());
    CREATE POLICY own ON tenancy.workspaces FOR SELECT USING (EXISTS (
      SELECT 1 FROM tenancy.members AS mine
      WHERE mine.workspace_id = workspaces.workspace_id AND mine.user_id = platform.person()))`);
}
