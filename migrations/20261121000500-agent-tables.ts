import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

export class AgentTables20261121000500 implements MigrationInterface {
  name = 'AgentTables20261121000500';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await runner.query(`
      CREATE SCHEMA agent;
      GRANT USAGE ON SCHEMA agent TO ${app};
      CREATE TABLE agent.runs (
        workspace_id uuid NOT NULL,
        id uuid NOT NULL,
        agent text NOT NULL,
        conversation_id uuid NOT NULL,
        reply_id uuid NOT NULL,
        input text NOT NULL,
        status text NOT NULL CHECK (status IN ('running', 'completed', 'failed')),
        outcome jsonb,
        error text,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        version int NOT NULL,
        PRIMARY KEY (workspace_id, id)
      );
      CREATE INDEX runs_conversation ON agent.runs (workspace_id, conversation_id, id DESC);
      CREATE INDEX runs_unfinished ON agent.runs (started_at) WHERE status = 'running';
      GRANT SELECT, INSERT, UPDATE ON agent.runs TO ${app}`);
    await protectTenantTable(runner, 'agent.runs');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA agent CASCADE');
  }
}
