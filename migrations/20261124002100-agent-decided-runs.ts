import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

/** The relay finds runs that still wait although all that they asked for has been decided. */
export class AgentDecidedRuns20261124002100 implements MigrationInterface {
  name = 'AgentDecidedRuns20261124002100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`GRANT SELECT (run_id) ON agent.approvals TO ${await loginOf(runner, 'relay')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE SELECT (run_id) ON agent.approvals FROM ${await loginOf(runner, 'relay')}`);
  }
}
