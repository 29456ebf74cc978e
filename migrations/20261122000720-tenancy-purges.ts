import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

/** A purge is remembered by the id of its workspace alone, which nobody has any more. */
export class TenancyPurges20261122000720 implements MigrationInterface {
  name = 'TenancyPurges20261122000720';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      CREATE TABLE tenancy.purges (
        id uuid PRIMARY KEY,
        begun_at timestamptz NOT NULL DEFAULT now(),
        completed_at timestamptz,
        swept_at timestamptz
      );
      CREATE INDEX purges_open ON tenancy.purges (id) WHERE swept_at IS NULL;
      GRANT SELECT, INSERT, UPDATE ON tenancy.purges TO ${app};
      GRANT DELETE ON tenancy.workspaces, tenancy.intakes TO ${app};
      GRANT SELECT (purge_after) ON tenancy.workspaces TO ${relay};
      GRANT SELECT (workspace_id, id, email) ON tenancy.invites TO ${relay};
      CREATE POLICY addressed ON tenancy.invites FOR ALL TO ${relay} USING (email IS NOT NULL);
      CREATE POLICY leave ON tenancy.members FOR DELETE TO ${app} USING (user_id = platform.person())`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      DROP POLICY leave ON tenancy.members;
      DROP POLICY addressed ON tenancy.invites;
      REVOKE SELECT (workspace_id, id, email) ON tenancy.invites FROM ${relay};
      REVOKE SELECT (purge_after) ON tenancy.workspaces FROM ${relay};
      REVOKE DELETE ON tenancy.workspaces, tenancy.intakes FROM ${app};
      DROP TABLE tenancy.purges`);
  }
}
