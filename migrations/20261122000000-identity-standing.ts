import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class IdentityStanding20261122000000 implements MigrationInterface {
  name = 'IdentityStanding20261122000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE identity.users ADD COLUMN is_administrator boolean NOT NULL DEFAULT false;
      ALTER TABLE identity.sessions
        ADD COLUMN is_strong boolean NOT NULL DEFAULT false,
        ADD COLUMN authenticated_at timestamptz;
      UPDATE identity.sessions SET authenticated_at = created_at;
      ALTER TABLE identity.sessions ALTER COLUMN authenticated_at SET NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE identity.sessions DROP COLUMN is_strong, DROP COLUMN authenticated_at;
      ALTER TABLE identity.users DROP COLUMN is_administrator`);
  }
}
