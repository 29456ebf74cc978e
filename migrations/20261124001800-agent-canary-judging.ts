import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

/** The relay sees across workspaces which trials run, and nothing of what they try. */
export class AgentCanaryJudging20261124001800 implements MigrationInterface {
  name = 'AgentCanaryJudging20261124001800';

  async up(runner: QueryRunner): Promise<void> {
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      GRANT SELECT (workspace_id, slug, status) ON agent.canaries TO ${relay};
      CREATE POLICY running ON agent.canaries FOR SELECT TO ${relay} USING (status = 'running')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      DROP POLICY running ON agent.canaries;
      REVOKE SELECT (workspace_id, slug, status) ON agent.canaries FROM ${relay}`);
  }
}
