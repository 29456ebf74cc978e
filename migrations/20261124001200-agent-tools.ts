import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

export class AgentTools20261124001200 implements MigrationInterface {
  name = 'AgentTools20261124001200';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await createTasks(runner, app);
    await createToolCalls(runner, app);
    await createApprovals(runner, app, relay);
    await createOwnTools(runner, app);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE agent.tasks, agent.tool_calls, agent.approvals, agent.http_tools');
  }
}

async function createTasks(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE agent.tasks (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      kind text NOT NULL CHECK (kind IN ('ticket', 'handover')),
      title text NOT NULL,
      description text NOT NULL,
      status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'in_progress', 'done', 'cancelled')),
      assignee_id uuid,
      conversation_id uuid,
      run_id uuid,
      created_by uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      version int NOT NULL DEFAULT 0,
      PRIMARY KEY (workspace_id, id)
    );
    CREATE INDEX tasks_status ON agent.tasks (workspace_id, status, id DESC);
    CREATE INDEX tasks_assignee ON agent.tasks (workspace_id, assignee_id, id DESC) WHERE assignee_id IS NOT NULL;
    CREATE INDEX tasks_conversation ON agent.tasks (workspace_id, conversation_id) WHERE conversation_id IS NOT NULL;
    GRANT SELECT, INSERT, UPDATE, DELETE ON agent.tasks TO ${app}`);
  await protectTenantTable(runner, 'agent.tasks');
}

async function createToolCalls(runner: QueryRunner, app: string): Promise<void> {
  // A step of a run has one effect at most: planned anew after a crash, with other arguments, it must not have a second.
  await runner.query(`
    CREATE TABLE agent.tool_calls (
      workspace_id uuid NOT NULL,
      run_id uuid NOT NULL,
      step int NOT NULL,
      arguments_hash bytea NOT NULL,
      tool text NOT NULL,
      effect text NOT NULL CHECK (effect IN ('read', 'write', 'external')),
      input jsonb NOT NULL,
      effect_id uuid NOT NULL,
      approval_id uuid,
      status text NOT NULL CHECK (status IN ('claimed', 'done', 'failed', 'unknown')),
      output jsonb,
      error text,
      claimed_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz,
      PRIMARY KEY (workspace_id, run_id, step, arguments_hash)
    );
    CREATE UNIQUE INDEX tool_calls_one_effect ON agent.tool_calls (workspace_id, run_id, step) WHERE effect <> 'read';
    CREATE INDEX tool_calls_unknown ON agent.tool_calls (workspace_id, effect_id) WHERE status = 'unknown';
    GRANT SELECT, INSERT, UPDATE, DELETE ON agent.tool_calls TO ${app}`);
  await protectTenantTable(runner, 'agent.tool_calls');
}

/** The relay sees across workspaces which of them are due, and neither tool nor arguments. */
async function createApprovals(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE TABLE agent.approvals (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      run_id uuid NOT NULL,
      step int NOT NULL,
      arguments_hash bytea NOT NULL,
      conversation_id uuid NOT NULL,
      agent text NOT NULL,
      tool text NOT NULL,
      effect text NOT NULL,
      reason text NOT NULL CHECK (reason IN ('tool', 'tainted')),
      input jsonb NOT NULL,
      requested_by uuid,
      status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'rejected', 'expired', 'used')),
      decided_by uuid,
      note text,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      decided_at timestamptz,
      PRIMARY KEY (workspace_id, id)
    );
    CREATE UNIQUE INDEX approvals_call ON agent.approvals (workspace_id, run_id, step, arguments_hash);
    CREATE INDEX approvals_status ON agent.approvals (workspace_id, status, id DESC);
    CREATE INDEX approvals_pending ON agent.approvals (expires_at) WHERE status = 'pending';
    GRANT SELECT, INSERT, UPDATE, DELETE ON agent.approvals TO ${app}`);
  await protectTenantTable(runner, 'agent.approvals');
  await runner.query(`
    GRANT USAGE ON SCHEMA agent TO ${relay};
    GRANT SELECT (workspace_id, id, status, expires_at) ON agent.approvals TO ${relay};
    CREATE POLICY pending ON agent.approvals FOR SELECT TO ${relay} USING (status = 'pending')`);
}

async function createOwnTools(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE agent.http_tools (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      name text NOT NULL,
      description text NOT NULL,
      method text NOT NULL CHECK (method IN ('GET', 'POST', 'PUT', 'PATCH', 'DELETE')),
      url text NOT NULL,
      headers jsonb NOT NULL DEFAULT '{}',
      secret_names text[] NOT NULL DEFAULT '{}',
      secret_box bytea,
      input_schema jsonb NOT NULL,
      allowed_hosts text[] NOT NULL,
      roles text[],
      requires_approval boolean NOT NULL,
      timeout_ms int NOT NULL,
      created_by uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (workspace_id, id)
    );
    CREATE UNIQUE INDEX http_tools_name ON agent.http_tools (workspace_id, name);
    GRANT SELECT, INSERT, UPDATE, DELETE ON agent.http_tools TO ${app}`);
  await protectTenantTable(runner, 'agent.http_tools');
}
