import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

export class PlatformMails20261122000100 implements MigrationInterface {
  name = 'PlatformMails20261122000100';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await createMails(runner, app, relay);
    // A mail about a person belongs to no workspace, and so does the letter that says it could not be sent.
    await setDeadLetterPolicy(runner, 'workspace_id IS NOT DISTINCT FROM platform.workspace()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await setDeadLetterPolicy(runner, 'workspace_id = platform.workspace()');
    await runner.query('DROP TABLE platform.mails');
  }
}

async function createMails(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE TABLE platform.mails (
      id uuid PRIMARY KEY,
      workspace_id uuid,
      kind text NOT NULL,
      recipient text,
      params jsonb NOT NULL,
      requested_at timestamptz NOT NULL DEFAULT now(),
      sent_at timestamptz,
      failed_at timestamptz,
      message_id text,
      CHECK (recipient IS NOT NULL OR sent_at IS NOT NULL)
    );
    CREATE INDEX mails_workspace ON platform.mails (workspace_id);
    CREATE INDEX mails_requested ON platform.mails (requested_at);
    CREATE INDEX mails_open ON platform.mails (requested_at) WHERE sent_at IS NULL AND failed_at IS NULL;
    ALTER TABLE platform.mails ENABLE ROW LEVEL SECURITY;
    ALTER TABLE platform.mails FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant ON platform.mails FOR ALL TO ${app}
      USING (workspace_id IS NOT DISTINCT FROM platform.workspace())
      WITH CHECK (workspace_id IS NOT DISTINCT FROM platform.workspace());
    CREATE POLICY relay ON platform.mails FOR ALL TO ${relay} USING (true) WITH CHECK (true);
    GRANT SELECT, INSERT, DELETE, UPDATE (recipient, params, sent_at, failed_at, message_id)
      ON platform.mails TO ${app};
    GRANT SELECT (id, workspace_id, requested_at, sent_at, failed_at), DELETE ON platform.mails TO ${relay}`);
}

async function setDeadLetterPolicy(runner: QueryRunner, condition: string): Promise<void> {
  await runner.query(`
    ALTER POLICY tenant ON platform.dead_letters USING (${condition}) WITH CHECK (${condition})`);
}
