import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

/**
 * Attempts to sign in are counted for addresses of mail that have no account too, so they name neither a
 * person nor an address: only keyed fingerprints of both.
 */
export class IdentitySignIn20261122000300 implements MigrationInterface {
  name = 'IdentitySignIn20261122000300';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await runner.query(`
      ALTER TABLE identity.users ADD COLUMN email_verified_at timestamptz;
      CREATE TABLE identity.login_failures (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account bytea NOT NULL,
        address bytea NOT NULL,
        failed_at timestamptz NOT NULL
      );
      CREATE INDEX login_failures_account ON identity.login_failures (account, failed_at);
      CREATE INDEX login_failures_age ON identity.login_failures (failed_at);
      CREATE TABLE identity.trusted_addresses (
        account bytea NOT NULL,
        address bytea NOT NULL,
        user_id uuid NOT NULL REFERENCES identity.users (id) ON DELETE CASCADE,
        last_used_at timestamptz NOT NULL,
        PRIMARY KEY (account, address)
      );
      CREATE INDEX trusted_addresses_user ON identity.trusted_addresses (user_id);
      CREATE TABLE identity.one_time_links (
        id uuid PRIMARY KEY,
        account bytea NOT NULL,
        user_id uuid REFERENCES identity.users (id) ON DELETE CASCADE,
        purpose text NOT NULL CHECK (purpose IN ('magic_link', 'password_reset')),
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        codes_tried int NOT NULL DEFAULT 0
      );
      CREATE INDEX one_time_links_account ON identity.one_time_links (account, created_at);
      CREATE INDEX one_time_links_user ON identity.one_time_links (user_id);
      CREATE INDEX one_time_links_age ON identity.one_time_links (expires_at);
      GRANT SELECT, INSERT, DELETE ON identity.login_failures TO ${app};
      GRANT SELECT, INSERT, UPDATE, DELETE ON identity.trusted_addresses, identity.one_time_links TO ${app}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE identity.one_time_links, identity.trusted_addresses, identity.login_failures;
      ALTER TABLE identity.users DROP COLUMN email_verified_at`);
  }
}
