import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

export class PlatformSchedule20261122000020 implements MigrationInterface {
  name = 'PlatformSchedule20261122000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE platform.schedule (task text PRIMARY KEY, due_at timestamptz NOT NULL);
      GRANT SELECT, INSERT, UPDATE ON platform.schedule TO ${await loginOf(runner, 'app')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE platform.schedule');
  }
}
