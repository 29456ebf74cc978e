import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

/**
 * People and their sessions stand outside the tenants: one person has one account and any number of
 * workspaces. So these tables have no workspace_id and no row-level security; a session only notes
 * where it stands.
 */
export class IdentityTables20261121000100 implements MigrationInterface {
  name = 'IdentityTables20261121000100';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS citext;
      CREATE SCHEMA identity;
      GRANT USAGE ON SCHEMA identity TO ${app};
      CREATE TABLE identity.users (
        id uuid PRIMARY KEY,
        email citext NOT NULL,
        name text NOT NULL,
        password_hash text,
        security_version int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        deleted_at timestamptz
      );
      CREATE UNIQUE INDEX users_email ON identity.users (email) WHERE deleted_at IS NULL;
      CREATE TABLE identity.sessions (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES identity.users (id) ON DELETE CASCADE,
        active_workspace_id uuid,
        user_agent text,
        address text,
        created_at timestamptz NOT NULL,
        last_used_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        end_reason text
      );
      CREATE INDEX sessions_user ON identity.sessions (user_id, id DESC);
      CREATE TABLE identity.refresh_tokens (
        id uuid PRIMARY KEY,
        session_id uuid NOT NULL REFERENCES identity.sessions (id) ON DELETE CASCADE,
        token_hash bytea NOT NULL UNIQUE,
        issued_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        rotated_at timestamptz,
        replaced_by uuid
      );
      CREATE INDEX refresh_tokens_session ON identity.refresh_tokens (session_id);
      GRANT SELECT, INSERT, UPDATE ON identity.users, identity.sessions, identity.refresh_tokens TO ${app}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA identity CASCADE');
  }
}
