import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

/**
 * What operators may see of every workspace: that it is there, not what is in it. The question belongs
 * to no tenant, so the relay's login asks it; it sees these columns and changes none.
 */
export class TenancyOversight20261122000520 implements MigrationInterface {
  name = 'TenancyOversight20261122000520';

  async up(runner: QueryRunner): Promise<void> {
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      ALTER TABLE tenancy.workspaces ADD COLUMN suspension_reason text;
      GRANT USAGE ON SCHEMA tenancy TO ${relay};
      GRANT SELECT (workspace_id, name, slug, created_at, deleted_at, suspended_at, suspension_reason)
        ON tenancy.workspaces TO ${relay};
      GRANT SELECT (workspace_id, user_id) ON tenancy.members TO ${relay};
      CREATE POLICY oversight ON tenancy.workspaces FOR SELECT TO ${relay} USING (true);
      CREATE POLICY oversight ON tenancy.members FOR SELECT TO ${relay} USING (true)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      DROP POLICY oversight ON tenancy.workspaces;
      DROP POLICY oversight ON tenancy.members;
      REVOKE ALL ON tenancy.workspaces, tenancy.members FROM ${relay};
      REVOKE USAGE ON SCHEMA tenancy FROM ${relay};
      ALTER TABLE tenancy.workspaces DROP COLUMN suspension_reason`);
  }
}
