import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

/**
 * Where the relay looks for an erased person: also in what was answered in workspaces that only ever
 * invited them. And the platform's own log is nothing that it could delete: only workspaces are purged.
 */
export class PlatformRelayRights20261122000740 implements MigrationInterface {
  name = 'PlatformRelayRights20261122000740';

  async up(runner: QueryRunner): Promise<void> {
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      CREATE POLICY answered ON platform.idempotency_keys FOR ALL TO ${relay} USING (body IS NOT NULL);
      GRANT SELECT (workspace_id, principal, route, key, body) ON platform.idempotency_keys TO ${relay}`);
    for (const table of ['platform.audit_entries', 'platform.audit_heads']) {
      await runner.query(`
        CREATE POLICY purged ON ${table} AS RESTRICTIVE FOR DELETE TO ${relay} USING (workspace_id IS NOT NULL)`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      DROP POLICY purged ON platform.audit_heads;
      DROP POLICY purged ON platform.audit_entries;
      REVOKE SELECT (workspace_id, principal, route, key, body) ON platform.idempotency_keys FROM ${relay};
      DROP POLICY answered ON platform.idempotency_keys`);
  }
}
