import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

/** A key belongs to its workspace, not to the person who made it: hence no foreign key to people. */
export class IdentityApiKeys20261122000500 implements MigrationInterface {
  name = 'IdentityApiKeys20261122000500';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await runner.query(`
      CREATE TABLE identity.api_keys (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        name text NOT NULL,
        role text NOT NULL CHECK (role IN ('service', 'agent')),
        scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
        digest bytea NOT NULL,
        created_by uuid NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz,
        revoked_by uuid
      );
      CREATE INDEX api_keys_workspace ON identity.api_keys (workspace_id, id DESC);
      CREATE INDEX users_administrators ON identity.users (id DESC) WHERE is_administrator;
      GRANT SELECT, INSERT, UPDATE ON identity.api_keys TO ${app}`);
    await protectTenantTable(runner, 'identity.api_keys');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX identity.users_administrators; DROP TABLE identity.api_keys');
  }
}
