import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

export class PlatformBlockedAddresses20261122000510 implements MigrationInterface {
  name = 'PlatformBlockedAddresses20261122000510';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await runner.query(`
      CREATE TABLE platform.blocked_addresses (
        id uuid PRIMARY KEY,
        address cidr NOT NULL UNIQUE,
        reason text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL
      );
      CREATE INDEX blocked_addresses_expiry ON platform.blocked_addresses (expires_at);
      CREATE TABLE platform.rate_refusals (
        minute timestamptz NOT NULL,
        kind text NOT NULL,
        bucket text NOT NULL,
        count int NOT NULL,
        PRIMARY KEY (minute, kind, bucket)
      );
      GRANT SELECT, INSERT, UPDATE, DELETE ON platform.blocked_addresses, platform.rate_refusals TO ${app}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE platform.blocked_addresses, platform.rate_refusals');
  }
}
