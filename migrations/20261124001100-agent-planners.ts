import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

export class AgentPlanners20261124001100 implements MigrationInterface {
  name = 'AgentPlanners20261124001100';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await widenRuns(runner, relay);
    await createSummaries(runner, app);
    await createEvents(runner, app, relay);
    // Of nobody: how the planners of this installation fare.
    await runner.query(`
      CREATE TABLE agent.planner_rests (
        target text PRIMARY KEY,
        failures int NOT NULL,
        until timestamptz NOT NULL,
        probed_until timestamptz
      );
      GRANT SELECT, INSERT, UPDATE, DELETE ON agent.planner_rests TO ${app}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      DROP TABLE agent.planner_rests;
      DROP TABLE agent.run_events;
      DROP TABLE agent.summaries;
      DROP POLICY unfinished ON agent.runs;
      REVOKE ALL ON agent.runs FROM ${relay};
      DROP INDEX agent.runs_lost;
      DROP INDEX agent.runs_paused;
      DROP INDEX agent.runs_to_cancel;
      ALTER TABLE agent.runs DROP CONSTRAINT runs_status_check;
      UPDATE agent.runs SET status = 'failed' WHERE status NOT IN ('running', 'completed', 'failed');
      ALTER TABLE agent.runs
        DROP COLUMN paused, DROP COLUMN held_until, DROP COLUMN cancel_asked_at,
        DROP COLUMN rating, DROP COLUMN comment, DROP COLUMN rated_at,
        ADD CONSTRAINT runs_status_check CHECK (status IN ('running', 'completed', 'failed'));
      CREATE INDEX runs_unfinished ON agent.runs (started_at) WHERE status = 'running'`);
  }
}

/** A run is held until a time after which whoever had it on its hands must be gone. */
async function widenRuns(runner: QueryRunner, relay: string): Promise<void> {
  await runner.query(`
    ALTER TABLE agent.runs DROP CONSTRAINT runs_status_check,
      ADD CONSTRAINT runs_status_check CHECK (status IN
        ('running', 'awaiting_approval', 'completed', 'limit_exceeded', 'cancelled', 'failed')),
      ADD COLUMN paused jsonb,
      ADD COLUMN held_until timestamptz NOT NULL DEFAULT now() + interval '5 minutes',
      ADD COLUMN cancel_asked_at timestamptz,
      ADD COLUMN rating text CHECK (rating IN ('helpful', 'unhelpful')),
      ADD COLUMN comment text,
      ADD COLUMN rated_at timestamptz;
    DROP INDEX agent.runs_unfinished;
    CREATE INDEX runs_lost ON agent.runs (held_until) WHERE status = 'running';
    CREATE INDEX runs_paused ON agent.runs (id) WHERE status = 'awaiting_approval';
    CREATE INDEX runs_to_cancel ON agent.runs (id) WHERE status = 'running' AND cancel_asked_at IS NOT NULL;
    GRANT USAGE ON SCHEMA agent TO ${relay};
    GRANT SELECT (workspace_id, id, status, held_until, cancel_asked_at) ON agent.runs TO ${relay};
    CREATE POLICY unfinished ON agent.runs FOR SELECT TO ${relay} USING (status IN ('running', 'awaiting_approval'))`);
}

async function createSummaries(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE agent.summaries (
      workspace_id uuid NOT NULL,
      conversation_id uuid NOT NULL,
      summary text NOT NULL,
      until_message uuid NOT NULL,
      updated_at timestamptz NOT NULL,
      PRIMARY KEY (workspace_id, conversation_id)
    );
    GRANT SELECT, INSERT, UPDATE, DELETE ON agent.summaries TO ${app}`);
  await protectTenantTable(runner, 'agent.summaries');
}

/** For those who come back to a stream. After a crash of the database the run itself still tells how it ended. */
async function createEvents(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE UNLOGGED TABLE agent.run_events (
      workspace_id uuid NOT NULL,
      run_id uuid NOT NULL,
      first int NOT NULL,
      last int NOT NULL,
      events jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (workspace_id, run_id, first)
    );
    CREATE INDEX run_events_age ON agent.run_events (created_at);
    GRANT SELECT, INSERT, DELETE ON agent.run_events TO ${app};
    GRANT SELECT (created_at), DELETE ON agent.run_events TO ${relay}`);
  await protectTenantTable(runner, 'agent.run_events');
  await runner.query(`
    CREATE POLICY expired ON agent.run_events FOR ALL TO ${relay}
      USING (created_at < now() - interval '15 minutes')`);
}
