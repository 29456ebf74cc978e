import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

export class AgentEvals20261124001600 implements MigrationInterface {
  name = 'AgentEvals20261124001600';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await createDatasets(runner, app);
    await createRuns(runner, app);
    await createResults(runner, app);
    await showUnfinishedRuns(runner, relay);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE agent.eval_results; DROP TABLE agent.eval_runs; DROP TABLE agent.eval_datasets',
    );
  }
}

async function createDatasets(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE agent.eval_datasets (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      name text NOT NULL,
      version int NOT NULL,
      cases jsonb NOT NULL,
      total int NOT NULL,
      created_by uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (workspace_id, id),
      UNIQUE (workspace_id, name, version)
    );
    GRANT SELECT, INSERT, DELETE ON agent.eval_datasets TO ${app}`);
  await protectTenantTable(runner, 'agent.eval_datasets');
}

async function createRuns(runner: QueryRunner, app: string): Promise<void> {
  // Who works on one holds it until a time and under a turn; whoever comes later has a higher one.
  await runner.query(`
    CREATE TABLE agent.eval_runs (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      dataset_id uuid,
      agent text NOT NULL,
      agent_version int NOT NULL,
      compare_with int,
      threshold float8 NOT NULL,
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
      PRIMARY KEY (workspace_id, id),
      CONSTRAINT eval_runs_of_dataset FOREIGN KEY (workspace_id, dataset_id)
        REFERENCES agent.eval_datasets (workspace_id, id) ON DELETE SET NULL (dataset_id)
    );
    CREATE INDEX eval_runs_of_dataset ON agent.eval_runs (workspace_id, dataset_id);
    CREATE INDEX eval_runs_unfinished ON agent.eval_runs (due_at) WHERE status = 'running';
    GRANT SELECT, INSERT, UPDATE, DELETE ON agent.eval_runs TO ${app}`);
  await protectTenantTable(runner, 'agent.eval_runs');
}

async function createResults(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE agent.eval_results (
      workspace_id uuid NOT NULL,
      run_id uuid NOT NULL,
      ordinal int NOT NULL,
      id uuid NOT NULL,
      input text NOT NULL,
      outcome jsonb NOT NULL,
      baseline jsonb,
      comparison text CHECK (comparison IN ('better', 'worse', 'same')),
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (workspace_id, run_id, ordinal),
      FOREIGN KEY (workspace_id, run_id) REFERENCES agent.eval_runs (workspace_id, id) ON DELETE CASCADE
    );
    CREATE INDEX eval_results_pages ON agent.eval_results (workspace_id, run_id, id DESC);
    GRANT SELECT, INSERT, DELETE ON agent.eval_results TO ${app}`);
  await protectTenantTable(runner, 'agent.eval_results');
}

/** Across workspaces, and only what says whose turn it is: ids and times. */
async function showUnfinishedRuns(runner: QueryRunner, relay: string): Promise<void> {
  await runner.query(`
    GRANT USAGE ON SCHEMA agent TO ${relay};
    GRANT SELECT (workspace_id, id, status, due_at, held_until) ON agent.eval_runs TO ${relay};
    CREATE POLICY unfinished ON agent.eval_runs FOR SELECT TO ${relay} USING (status = 'running')`);
}
