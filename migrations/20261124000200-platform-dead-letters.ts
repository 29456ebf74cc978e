import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

/**
 * Dead letters that owners may see and try again, that end with what they are about, and that are compared with
 * what has failed: for that the relay learns the ids of it, and no word more.
 */
export class PlatformDeadLetters20261124000200 implements MigrationInterface {
  name = 'PlatformDeadLetters20261124000200';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      ALTER TABLE platform.dead_letters
        ADD COLUMN error_code text,
        DROP CONSTRAINT dead_letters_status_check,
        ADD CONSTRAINT dead_letters_status_check CHECK (status IN ('open', 'retried', 'discarded', 'resolved'));
      CREATE INDEX dead_letters_subject ON platform.dead_letters (source, name, subject_id);
      CREATE INDEX dead_letters_closed ON platform.dead_letters (closed_at) WHERE closed_at IS NOT NULL;
      GRANT UPDATE (status, closed_at) ON platform.dead_letters TO ${app}`);
    await showFailures(runner, relay);
  }

  async down(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      DROP POLICY failed ON platform.exports;
      DROP INDEX platform.mails_failed;
      DROP INDEX knowledge.documents_failed;
      DROP POLICY failed ON knowledge.documents;
      REVOKE SELECT (attempts, updated_at) ON knowledge.documents FROM ${relay};
      REVOKE UPDATE (status, closed_at) ON platform.dead_letters FROM ${app};
      DROP INDEX platform.dead_letters_closed, platform.dead_letters_subject;
      ALTER TABLE platform.dead_letters NO FORCE ROW LEVEL SECURITY;
      UPDATE platform.dead_letters SET status = 'discarded' WHERE status = 'resolved';
      ALTER TABLE platform.dead_letters FORCE ROW LEVEL SECURITY;
      ALTER TABLE platform.dead_letters
        DROP COLUMN error_code,
        DROP CONSTRAINT dead_letters_status_check,
        ADD CONSTRAINT dead_letters_status_check CHECK (status IN ('open', 'retried', 'discarded'))`);
  }
}

async function showFailures(runner: QueryRunner, relay: string): Promise<void> {
  await runner.query(`
    GRANT SELECT (attempts, updated_at) ON knowledge.documents TO ${relay};
    CREATE POLICY failed ON knowledge.documents FOR SELECT TO ${relay}
      USING (status = 'failed' AND deleted_at IS NULL);
    CREATE INDEX documents_failed ON knowledge.documents (id) WHERE status = 'failed' AND deleted_at IS NULL;
    CREATE INDEX mails_failed ON platform.mails (id) WHERE failed_at IS NOT NULL AND sent_at IS NULL;
    CREATE POLICY failed ON platform.exports FOR SELECT TO ${relay} USING (status = 'failed')`);
}
