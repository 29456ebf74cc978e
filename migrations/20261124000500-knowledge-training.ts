import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

export class KnowledgeTraining20261124000500 implements MigrationInterface {
  name = 'KnowledgeTraining20261124000500';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await createTrainingSets(runner, app);
    await createFineTunings(runner, app);
    await showUnfinishedFineTunings(runner, relay);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE knowledge.fine_tunings; DROP TABLE knowledge.training_sets');
  }
}

async function createTrainingSets(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE knowledge.training_sets (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      name text NOT NULL,
      examples jsonb NOT NULL,
      total int NOT NULL,
      skipped int NOT NULL,
      content_hash bytea NOT NULL,
      created_by uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (workspace_id, id)
    );
    CREATE UNIQUE INDEX training_sets_content ON knowledge.training_sets (workspace_id, content_hash);
    GRANT SELECT, INSERT, DELETE ON knowledge.training_sets TO ${app}`);
  await protectTenantTable(runner, 'knowledge.training_sets');
}

async function createFineTunings(runner: QueryRunner, app: string): Promise<void> {
  // Who works on one holds it until a time and under a number; whoever comes later has a higher one.
  await runner.query(`
    CREATE TABLE knowledge.fine_tunings (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      training_set_id uuid,
      base_model text NOT NULL,
      suffix text,
      status text NOT NULL DEFAULT 'preparing'
        CHECK (status IN ('preparing', 'running', 'succeeded', 'failed', 'cancelled')),
      file_id text,
      job_id text,
      fine_tuned_model text,
      trained_tokens bigint,
      last_event text,
      error text,
      may_retry boolean NOT NULL DEFAULT false,
      cancel_asked boolean NOT NULL DEFAULT false,
      run int NOT NULL DEFAULT 0,
      attempts int NOT NULL DEFAULT 0,
      due_at timestamptz NOT NULL DEFAULT now(),
      held_until timestamptz,
      created_by uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (workspace_id, id),
      CONSTRAINT fine_tunings_of_training_set FOREIGN KEY (workspace_id, training_set_id)
        REFERENCES knowledge.training_sets (workspace_id, id) ON DELETE SET NULL (training_set_id)
    );
    CREATE INDEX fine_tunings_of_training_set ON knowledge.fine_tunings (workspace_id, training_set_id);
    CREATE INDEX fine_tunings_unfinished ON knowledge.fine_tunings (due_at) WHERE status IN ('preparing', 'running');
    CREATE INDEX fine_tunings_to_retry ON knowledge.fine_tunings (id) WHERE may_retry;
    GRANT SELECT, INSERT, UPDATE, DELETE ON knowledge.fine_tunings TO ${app}`);
  await protectTenantTable(runner, 'knowledge.fine_tunings');
}

/** Across workspaces, and only what says whose turn it is: ids and times, no words and no model. */
async function showUnfinishedFineTunings(runner: QueryRunner, relay: string): Promise<void> {
  await runner.query(`
    GRANT SELECT (workspace_id, id, status, may_retry, attempts, due_at, held_until, updated_at)
      ON knowledge.fine_tunings TO ${relay};
    CREATE POLICY unfinished ON knowledge.fine_tunings FOR SELECT TO ${relay}
      USING (status IN ('preparing', 'running') OR may_retry)`);
}
