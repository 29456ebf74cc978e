import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

export class AgentSimulations20261124001700 implements MigrationInterface {
  name = 'AgentSimulations20261124001700';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await createRuns(runner, app);
    await createDeliveries(runner, app);
    await runner.query(`
      GRANT USAGE ON SCHEMA agent TO ${relay};
      GRANT SELECT (workspace_id, id, status, due_at, held_until) ON agent.simulation_runs TO ${relay};
      CREATE POLICY unfinished ON agent.simulation_runs FOR SELECT TO ${relay} USING (status = 'running')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE agent.simulation_deliveries; DROP TABLE agent.simulation_runs');
  }
}

async function createRuns(runner: QueryRunner, app: string): Promise<void> {
  // Who works on one holds it until a time and under a turn; whoever comes later has a higher one.
  await runner.query(`
    CREATE TABLE agent.simulation_runs (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      agent text NOT NULL,
      seed int NOT NULL,
      faults jsonb NOT NULL,
      rate_per_minute int NOT NULL,
      customers jsonb NOT NULL,
      readers text[],
      status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'completed', 'failed')),
      total int NOT NULL,
      summary jsonb,
      error text,
      turn int NOT NULL DEFAULT 0,
      setbacks int NOT NULL DEFAULT 0,
      due_at timestamptz NOT NULL DEFAULT now(),
      held_until timestamptz,
      created_by uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz,
      PRIMARY KEY (workspace_id, id)
    );
    CREATE INDEX simulation_runs_unfinished ON agent.simulation_runs (due_at) WHERE status = 'running';
    GRANT SELECT, INSERT, UPDATE, DELETE ON agent.simulation_runs TO ${app}`);
  await protectTenantTable(runner, 'agent.simulation_runs');
}

async function createDeliveries(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE agent.simulation_deliveries (
      workspace_id uuid NOT NULL,
      run_id uuid NOT NULL,
      ordinal int NOT NULL,
      customer int NOT NULL,
      message int NOT NULL,
      turn_id uuid NOT NULL,
      conversation_id uuid NOT NULL,
      content text NOT NULL,
      fate text NOT NULL CHECK (fate IN ('on_its_way', 'lost', 'answered', 'failed')),
      due_at timestamptz NOT NULL,
      answer jsonb,
      error text,
      PRIMARY KEY (workspace_id, run_id, ordinal),
      FOREIGN KEY (workspace_id, run_id) REFERENCES agent.simulation_runs (workspace_id, id) ON DELETE CASCADE
    );
    GRANT SELECT, INSERT, UPDATE, DELETE ON agent.simulation_deliveries TO ${app}`);
  await protectTenantTable(runner, 'agent.simulation_deliveries');
}
