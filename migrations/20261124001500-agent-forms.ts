import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

export class AgentForms20261124001500 implements MigrationInterface {
  name = 'AgentForms20261124001500';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await createForms(runner, app);
    await createSubmissions(runner, app);
    await createFiles(runner, app);
    await letExpire(runner, relay);
    await showUnheard(runner, relay);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TABLE agent.form_files; DROP TABLE agent.form_submissions; DROP TABLE agent.forms',
    );
  }
}

async function createForms(runner: QueryRunner, app: string): Promise<void> {
  // When a draft ends is said beside it, so that who removes it need not be able to read it.
  await runner.query(`
    CREATE TABLE agent.forms (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      conversation_id uuid NOT NULL,
      run_id uuid NOT NULL,
      agent text NOT NULL,
      title text NOT NULL,
      description text,
      fields jsonb NOT NULL,
      draft jsonb,
      draft_until timestamptz,
      submission_id uuid,
      made_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      version int NOT NULL DEFAULT 0,
      PRIMARY KEY (workspace_id, id),
      CHECK ((draft IS NULL) = (draft_until IS NULL)),
      CHECK (draft IS NULL OR submission_id IS NULL)
    );
    CREATE INDEX forms_conversation ON agent.forms (workspace_id, conversation_id, id DESC);
    CREATE INDEX forms_unsubmitted ON agent.forms (expires_at) WHERE submission_id IS NULL;
    CREATE INDEX forms_drafts ON agent.forms (draft_until) WHERE draft_until IS NOT NULL;
    GRANT SELECT, INSERT, UPDATE, DELETE ON agent.forms TO ${app}`);
  await protectTenantTable(runner, 'agent.forms');
}

async function createSubmissions(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE agent.form_submissions (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      form_id uuid NOT NULL,
      answers jsonb NOT NULL,
      caller jsonb,
      submitted_by uuid,
      submitted_at timestamptz NOT NULL,
      handed_back_at timestamptz,
      attempts int NOT NULL DEFAULT 0,
      due_at timestamptz NOT NULL,
      may_retry boolean NOT NULL DEFAULT false,
      error text,
      PRIMARY KEY (workspace_id, id),
      CONSTRAINT form_submissions_once UNIQUE (workspace_id, form_id),
      CONSTRAINT form_submissions_form FOREIGN KEY (workspace_id, form_id) REFERENCES agent.forms (workspace_id, id),
      CHECK (caller IS NOT NULL OR handed_back_at IS NOT NULL)
    );
    CREATE INDEX form_submissions_unheard ON agent.form_submissions (due_at)
      WHERE handed_back_at IS NULL AND NOT may_retry;
    CREATE INDEX form_submissions_to_retry ON agent.form_submissions (id) WHERE may_retry;
    GRANT SELECT, INSERT, UPDATE, DELETE ON agent.form_submissions TO ${app}`);
  await protectTenantTable(runner, 'agent.form_submissions');
}

async function createFiles(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE agent.form_files (
      workspace_id uuid NOT NULL,
      form_id uuid NOT NULL,
      field text NOT NULL,
      name text NOT NULL,
      media_type text NOT NULL,
      content bytea NOT NULL,
      created_at timestamptz NOT NULL,
      PRIMARY KEY (workspace_id, form_id, field),
      CONSTRAINT form_files_form FOREIGN KEY (workspace_id, form_id) REFERENCES agent.forms (workspace_id, id)
    );
    ALTER TABLE agent.form_files ALTER COLUMN content SET STORAGE EXTERNAL;
    GRANT SELECT, INSERT, DELETE ON agent.form_files TO ${app}`);
  await protectTenantTable(runner, 'agent.form_files');
}

/** Across workspaces: what nobody can submit any more may go, and none of it can be read. */
async function letExpire(runner: QueryRunner, relay: string): Promise<void> {
  await runner.query(`
    GRANT USAGE ON SCHEMA agent TO ${relay};
    GRANT SELECT (submission_id, expires_at, draft_until), UPDATE (draft, draft_until), DELETE
      ON agent.forms TO ${relay};
    CREATE POLICY expired ON agent.forms FOR ALL TO ${relay}
      USING (submission_id IS NULL AND expires_at <= now())`);
}

/** Across workspaces, and only what says whose turn it is: ids and times, no words. */
async function showUnheard(runner: QueryRunner, relay: string): Promise<void> {
  await runner.query(`
    GRANT SELECT (workspace_id, id, handed_back_at, may_retry, attempts, due_at) ON agent.form_submissions TO ${relay};
    CREATE POLICY unheard ON agent.form_submissions FOR SELECT TO ${relay} USING (handed_back_at IS NULL)`);
}
