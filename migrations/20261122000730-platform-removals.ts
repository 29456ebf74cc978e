import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

const CONTENT = [
  'knowledge.ingestions',
  'knowledge.documents',
  'conversation.conversations',
  'conversation.messages',
  'agent.runs',
  'identity.api_keys',
].join(', ');

/**
 * Who may delete for good what else is only ever marked: the application within one workspace, the
 * relay what it carries anyway. And what a person may see and remove of their own in every workspace.
 */
export class PlatformRemovals20261122000730 implements MigrationInterface {
  name = 'PlatformRemovals20261122000730';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      GRANT DELETE ON ${CONTENT} TO ${app};
      GRANT DELETE ON platform.dead_letters TO ${relay};
      GRANT SELECT (recipient, params) ON platform.mails TO ${relay};
      CREATE POLICY own ON identity.api_keys FOR SELECT TO ${app} USING (created_by = platform.person());
      CREATE INDEX api_keys_creator ON identity.api_keys (created_by);
      CREATE POLICY own ON platform.idempotency_keys FOR ALL TO ${app}
        USING (principal = 'user:' || platform.person());
      CREATE POLICY own ON platform.audit_entries FOR SELECT TO ${app} USING (actor_id = platform.person());
      CREATE INDEX audit_entries_actor ON platform.audit_entries (actor_id, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      DROP INDEX platform.audit_entries_actor;
      DROP POLICY own ON platform.audit_entries;
      DROP POLICY own ON platform.idempotency_keys;
      DROP INDEX identity.api_keys_creator;
      DROP POLICY own ON identity.api_keys;
      REVOKE SELECT (recipient, params) ON platform.mails FROM ${relay};
      REVOKE DELETE ON platform.dead_letters FROM ${relay};
      REVOKE DELETE ON ${CONTENT} FROM ${app}`);
  }
}
