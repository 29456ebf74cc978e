import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

export class PlatformTables20261121000000 implements MigrationInterface {
  name = 'PlatformTables20261121000000';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await runner.query(`CREATE SCHEMA platform; GRANT USAGE ON SCHEMA platform TO ${app}, ${relay}`);
    // So that readiness can tell whether all migrations ran.
    await runner.query(`GRANT SELECT ON parley_migrations TO ${app}`);
    await createFunctions(runner);
    await createOutbox(runner, app, relay);
    await createDeadLetters(runner, app, relay);
    await createIdempotencyKeys(runner, app, relay);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA platform CASCADE');
  }
}

async function createFunctions(runner: QueryRunner): Promise<void> {
  // After a transaction that set it, the setting is '' and not NULL: hence nullif.
  await runner.query(`
    CREATE FUNCTION platform.workspace() RETURNS uuid LANGUAGE sql STABLE
      RETURN nullif(current_setting('app.workspace', true), '')::uuid;
    CREATE FUNCTION platform.person() RETURNS uuid LANGUAGE sql STABLE
      RETURN nullif(current_setting('app.person', true), '')::uuid;
    CREATE FUNCTION platform.expect_changed(rows bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      IF rows = 0 THEN RAISE EXCEPTION 'stale version' USING ERRCODE = 'PV001'; END IF;
    END $$`);
}

async function createOutbox(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE TABLE platform.outbox (
      id uuid PRIMARY KEY,
      seq bigint GENERATED ALWAYS AS IDENTITY,
      workspace_id uuid,
      aggregate_id uuid NOT NULL,
      type text NOT NULL,
      payload jsonb NOT NULL,
      request_id text,
      traceparent text,
      occurred_at timestamptz NOT NULL DEFAULT now(),
      published_at timestamptz
    );
    CREATE INDEX outbox_unpublished ON platform.outbox (seq) WHERE published_at IS NULL;
    CREATE INDEX outbox_published ON platform.outbox (published_at) WHERE published_at IS NOT NULL;
    CREATE TABLE platform.deliveries (
      event_id uuid NOT NULL REFERENCES platform.outbox (id) ON DELETE CASCADE,
      reaction text NOT NULL,
      seq bigint NOT NULL,
      workspace_id uuid,
      aggregate_id uuid NOT NULL,
      state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'dead')),
      attempts int NOT NULL DEFAULT 0,
      due_at timestamptz NOT NULL DEFAULT now(),
      last_error text,
      PRIMARY KEY (event_id, reaction)
    );
    CREATE INDEX deliveries_pending ON platform.deliveries (seq) WHERE state = 'pending';
    CREATE INDEX deliveries_order ON platform.deliveries (reaction, aggregate_id, seq) WHERE state = 'pending';
    ALTER TABLE platform.outbox ENABLE ROW LEVEL SECURITY;
    ALTER TABLE platform.outbox FORCE ROW LEVEL SECURITY;
    ALTER TABLE platform.deliveries ENABLE ROW LEVEL SECURITY;
    ALTER TABLE platform.deliveries FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant ON platform.outbox FOR ALL TO ${app}
      USING (workspace_id IS NOT DISTINCT FROM platform.workspace())
      WITH CHECK (workspace_id IS NOT DISTINCT FROM platform.workspace());
    CREATE POLICY tenant ON platform.deliveries FOR ALL TO ${app}
      USING (workspace_id = platform.workspace()) WITH CHECK (workspace_id = platform.workspace());
    CREATE POLICY relay ON platform.outbox FOR ALL TO ${relay} USING (true) WITH CHECK (true);
    CREATE POLICY relay ON platform.deliveries FOR ALL TO ${relay} USING (true) WITH CHECK (true);
    GRANT INSERT ON platform.outbox TO ${app};
    GRANT SELECT, INSERT, UPDATE, DELETE ON platform.outbox, platform.deliveries TO ${relay}`);
}

async function createDeadLetters(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE TABLE platform.dead_letters (
      id uuid PRIMARY KEY,
      workspace_id uuid,
      source text NOT NULL CHECK (source IN ('reaction', 'queue')),
      name text NOT NULL,
      subject_id uuid NOT NULL,
      event_type text NOT NULL,
      payload jsonb NOT NULL,
      error_class text NOT NULL,
      error text NOT NULL,
      attempts int NOT NULL,
      request_id text,
      first_failed_at timestamptz NOT NULL,
      last_failed_at timestamptz NOT NULL,
      status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'retried', 'discarded')),
      closed_at timestamptz
    );
    CREATE UNIQUE INDEX dead_letters_open ON platform.dead_letters (source, name, subject_id) WHERE status = 'open';
    CREATE INDEX dead_letters_workspace ON platform.dead_letters (workspace_id, id DESC);
    ALTER TABLE platform.dead_letters ENABLE ROW LEVEL SECURITY;
    ALTER TABLE platform.dead_letters FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant ON platform.dead_letters FOR ALL TO ${app}
      USING (workspace_id = platform.workspace()) WITH CHECK (workspace_id = platform.workspace());
    CREATE POLICY relay ON platform.dead_letters FOR ALL TO ${relay} USING (true) WITH CHECK (true);
    GRANT SELECT, INSERT ON platform.dead_letters TO ${app};
    GRANT SELECT, INSERT, UPDATE ON platform.dead_letters TO ${relay}`);
}

async function createIdempotencyKeys(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE TABLE platform.idempotency_keys (
      workspace_id uuid NOT NULL,
      principal text NOT NULL,
      route text NOT NULL,
      key text NOT NULL,
      request_hash text NOT NULL,
      effect_id uuid NOT NULL,
      status int,
      body jsonb,
      locked_until timestamptz NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (workspace_id, principal, route, key)
    );
    CREATE INDEX idempotency_keys_created ON platform.idempotency_keys (created_at);
    ALTER TABLE platform.idempotency_keys ENABLE ROW LEVEL SECURITY;
    ALTER TABLE platform.idempotency_keys FORCE ROW LEVEL SECURITY;
    CREATE POLICY tenant ON platform.idempotency_keys FOR ALL TO ${app}
      USING (workspace_id = platform.workspace()) WITH CHECK (workspace_id = platform.workspace());
    CREATE POLICY expired ON platform.idempotency_keys FOR ALL TO ${relay}
      USING (created_at < now() - interval '24 hours');
    GRANT SELECT, INSERT, UPDATE, DELETE ON platform.idempotency_keys TO ${app};
    GRANT SELECT (created_at), DELETE ON platform.idempotency_keys TO ${relay}`);
}
