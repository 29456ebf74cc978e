import { type MigrationInterface, type QueryRunner } from 'typeorm';

export class TenancySuspension20261122000050 implements MigrationInterface {
  name = 'TenancySuspension20261122000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenancy.workspaces ADD COLUMN suspended_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE tenancy.workspaces DROP COLUMN suspended_at');
  }
}
