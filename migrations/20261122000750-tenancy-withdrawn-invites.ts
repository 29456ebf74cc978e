import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** A withdrawn invitation stays until it would have expired: how often the address was written to still counts. */
export class TenancyWithdrawnInvites20261122000750 implements MigrationInterface {
  name = 'TenancyWithdrawnInvites20261122000750';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenancy.invites ADD COLUMN withdrawn_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenancy.invites DROP COLUMN withdrawn_at');
  }
}
