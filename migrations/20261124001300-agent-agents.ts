import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

export class AgentAgents20261124001300 implements MigrationInterface {
  name = 'AgentAgents20261124001300';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await createAgents(runner, app);
    await createVersions(runner, app);
    await createCanaries(runner, app);
    // What a turn ran with, so that two versions can be compared by what became of their turns.
    await runner.query(`
      ALTER TABLE agent.runs ADD COLUMN agent_version int NOT NULL DEFAULT 0;
      CREATE INDEX runs_version ON agent.runs (workspace_id, agent, agent_version, started_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX agent.runs_version;
      ALTER TABLE agent.runs DROP COLUMN agent_version;
      DROP TABLE agent.canaries; DROP TABLE agent.agent_versions; DROP TABLE agent.agents`);
  }
}

async function createAgents(runner: QueryRunner, app: string): Promise<void> {
  // A deleted agent leaves its slug and the number of its last version: runs name both, and neither may come twice.
  await runner.query(`
    CREATE TABLE agent.agents (
      workspace_id uuid NOT NULL,
      slug text NOT NULL,
      id uuid NOT NULL,
      active_version int NOT NULL,
      latest_version int NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      deleted_at timestamptz,
      PRIMARY KEY (workspace_id, slug)
    );
    GRANT SELECT, INSERT, UPDATE, DELETE ON agent.agents TO ${app}`);
  await protectTenantTable(runner, 'agent.agents');
}

async function createVersions(runner: QueryRunner, app: string): Promise<void> {
  // No right to update: a version that answered once stays what it was.
  await runner.query(`
    CREATE TABLE agent.agent_versions (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      slug text NOT NULL,
      version int NOT NULL,
      profile jsonb NOT NULL,
      created_by uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (workspace_id, id),
      CONSTRAINT agent_versions_number UNIQUE (workspace_id, slug, version),
      CONSTRAINT agent_versions_of_agent FOREIGN KEY (workspace_id, slug)
        REFERENCES agent.agents (workspace_id, slug)
    );
    GRANT SELECT, INSERT, DELETE ON agent.agent_versions TO ${app}`);
  await protectTenantTable(runner, 'agent.agent_versions');
}

async function createCanaries(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE agent.canaries (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      slug text NOT NULL,
      version int NOT NULL,
      against_version int NOT NULL,
      percent int NOT NULL CHECK (percent BETWEEN 1 AND 99),
      status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'promoted', 'ended', 'rolled_back')),
      reason text,
      started_at timestamptz NOT NULL,
      ended_at timestamptz,
      PRIMARY KEY (workspace_id, id),
      CONSTRAINT canaries_of_agent FOREIGN KEY (workspace_id, slug)
        REFERENCES agent.agents (workspace_id, slug)
    );
    CREATE UNIQUE INDEX canaries_running ON agent.canaries (workspace_id, slug) WHERE status = 'running';
    CREATE INDEX canaries_of_agent ON agent.canaries (workspace_id, slug, id DESC);
    GRANT SELECT, INSERT, UPDATE, DELETE ON agent.canaries TO ${app}`);
  await protectTenantTable(runner, 'agent.canaries');
}
