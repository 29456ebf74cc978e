import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

/** What is sent to others' servers, and which generation of its secret a workspace signs it with. */
export class PlatformWebhooks20261124000100 implements MigrationInterface {
  name = 'PlatformWebhooks20261124000100';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await createDeliveries(runner, app, relay);
    await createSecrets(runner, app);
    // Who has a webhook sent again has dealt with the letter that says it could not be.
    await runner.query(`GRANT UPDATE (status, closed_at) ON platform.dead_letters TO ${app}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await runner.query(`
      REVOKE UPDATE (status, closed_at) ON platform.dead_letters FROM ${app};
      DROP TABLE platform.webhook_secrets, platform.webhook_deliveries`);
  }
}

async function createDeliveries(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE TABLE platform.webhook_deliveries (
      id uuid PRIMARY KEY,
      workspace_id uuid NOT NULL,
      url text NOT NULL,
      type text NOT NULL,
      payload jsonb NOT NULL,
      status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
      round int NOT NULL DEFAULT 0,
      attempts int NOT NULL DEFAULT 0,
      due_at timestamptz NOT NULL DEFAULT now(),
      last_status int,
      last_error text,
      created_at timestamptz NOT NULL DEFAULT now(),
      delivered_at timestamptz,
      CHECK ((status = 'delivered') = (delivered_at IS NOT NULL))
    );
    CREATE INDEX webhook_deliveries_workspace ON platform.webhook_deliveries (workspace_id, id DESC);
    CREATE INDEX webhook_deliveries_due ON platform.webhook_deliveries (due_at) WHERE status = 'pending';
    CREATE INDEX webhook_deliveries_created ON platform.webhook_deliveries (created_at)`);
  await protectTenantTable(runner, 'platform.webhook_deliveries');
  await runner.query(`
    CREATE POLICY relay ON platform.webhook_deliveries FOR ALL TO ${relay} USING (true) WITH CHECK (true);
    GRANT SELECT, INSERT, DELETE, UPDATE (status, round, attempts, due_at, last_status, last_error, delivered_at)
      ON platform.webhook_deliveries TO ${app};
    GRANT SELECT (id, workspace_id, url, payload, last_error, status, round, attempts, due_at, created_at), DELETE
      ON platform.webhook_deliveries TO ${relay}`);
}

/** A workspace without a row is in its first generation. */
async function createSecrets(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE platform.webhook_secrets (
      workspace_id uuid PRIMARY KEY,
      generation int NOT NULL,
      rotated_at timestamptz NOT NULL
    )`);
  await protectTenantTable(runner, 'platform.webhook_secrets');
  await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON platform.webhook_secrets TO ${app}`);
}
