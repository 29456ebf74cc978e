import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

/** These tables belong to people, and people to no tenant: nothing here has a workspace_id. */
export class IdentitySecondFactor20261122000400 implements MigrationInterface {
  name = 'IdentitySecondFactor20261122000400';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await runner.query(`
      ALTER TABLE identity.users ADD COLUMN locale text, ADD COLUMN preferred_model text;
      CREATE INDEX sessions_over ON identity.sessions (least(ended_at, expires_at));
      CREATE TABLE identity.second_factors (
        user_id uuid PRIMARY KEY REFERENCES identity.users (id) ON DELETE CASCADE,
        secret bytea NOT NULL,
        created_at timestamptz NOT NULL,
        confirmed_at timestamptz,
        last_step int NOT NULL DEFAULT 0,
        guesses int NOT NULL DEFAULT 0,
        guesses_since timestamptz NOT NULL
      );
      CREATE TABLE identity.recovery_codes (
        user_id uuid NOT NULL REFERENCES identity.second_factors (user_id) ON DELETE CASCADE,
        digest bytea NOT NULL,
        used_at timestamptz,
        PRIMARY KEY (user_id, digest)
      );
      CREATE TABLE identity.external_identities (
        id uuid PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES identity.users (id) ON DELETE CASCADE,
        issuer text NOT NULL,
        subject text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT external_identities_subject UNIQUE (issuer, subject)
      );
      CREATE INDEX external_identities_user ON identity.external_identities (user_id);
      GRANT SELECT, INSERT, UPDATE, DELETE ON identity.second_factors TO ${app};
      GRANT SELECT, INSERT, UPDATE ON identity.recovery_codes TO ${app};
      GRANT SELECT, INSERT ON identity.external_identities TO ${app};
      GRANT DELETE ON identity.sessions TO ${app}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await runner.query(`
      REVOKE DELETE ON identity.sessions FROM ${app};
      DROP TABLE identity.external_identities, identity.recovery_codes, identity.second_factors;
      DROP INDEX identity.sessions_over;
      ALTER TABLE identity.users DROP COLUMN locale, DROP COLUMN preferred_model`);
  }
}
