import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

export class IdentityErasures20261122000710 implements MigrationInterface {
  name = 'IdentityErasures20261122000710';

  /** The two ids say whose traces to look for, and where; both are gone once nothing is left to be found. */
  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await runner.query(`
      CREATE TABLE identity.erasures (
        id uuid PRIMARY KEY,
        user_id uuid UNIQUE,
        workspace_ids uuid[] NOT NULL,
        requested_at timestamptz NOT NULL,
        completed_at timestamptz,
        erased jsonb
      );
      CREATE INDEX erasures_open ON identity.erasures (id) WHERE completed_at IS NULL;
      GRANT SELECT, INSERT, UPDATE ON identity.erasures TO ${app};
      GRANT DELETE ON identity.users, identity.sessions, identity.recovery_codes,
        identity.external_identities TO ${app}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await runner.query(`
      REVOKE DELETE ON identity.users, identity.recovery_codes, identity.external_identities FROM ${app};
      DROP TABLE identity.erasures`);
  }
}
