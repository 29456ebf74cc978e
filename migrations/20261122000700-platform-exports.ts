import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

const OWN = `workspace_id = platform.workspace() OR (workspace_id IS NULL AND user_id = platform.person())`;

/** An export is a workspace's, or, without one, a person's own; its archive lies in parts. */
export class PlatformExports20261122000700 implements MigrationInterface {
  name = 'PlatformExports20261122000700';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await createExports(runner, app, relay);
    await createParts(runner, app, relay);
    await createRemovedRows(runner, app, relay);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE platform.removed_rows, platform.export_parts, platform.exports');
  }
}

async function createExports(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE TABLE platform.exports (
      id uuid PRIMARY KEY,
      workspace_id uuid,
      user_id uuid NOT NULL,
      status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'ready', 'failed')),
      run int NOT NULL DEFAULT 0,
      parts int NOT NULL DEFAULT 0,
      bytes bigint NOT NULL DEFAULT 0,
      requested_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz
    );
    CREATE UNIQUE INDEX exports_running_workspace ON platform.exports (workspace_id)
      WHERE status = 'running' AND workspace_id IS NOT NULL;
    CREATE UNIQUE INDEX exports_running_person ON platform.exports (user_id)
      WHERE status = 'running' AND workspace_id IS NULL;
    CREATE INDEX exports_workspace ON platform.exports (workspace_id);
    CREATE INDEX exports_person ON platform.exports (user_id);
    CREATE INDEX exports_expiry ON platform.exports (expires_at);
    ALTER TABLE platform.exports ENABLE ROW LEVEL SECURITY;
    ALTER TABLE platform.exports FORCE ROW LEVEL SECURITY;
    CREATE POLICY own ON platform.exports FOR ALL TO ${app} USING (${OWN}) WITH CHECK (${OWN});
    CREATE POLICY asked ON platform.exports FOR SELECT TO ${app} USING (user_id = platform.person());
    CREATE POLICY forgotten ON platform.exports FOR DELETE TO ${app} USING (user_id = platform.person());
    CREATE POLICY upkeep ON platform.exports FOR ALL TO ${relay}
      USING (status = 'running' OR expires_at < now());
    GRANT SELECT, INSERT, UPDATE, DELETE ON platform.exports TO ${app};
    GRANT SELECT, DELETE ON platform.exports TO ${relay}`);
}

async function createParts(runner: QueryRunner, app: string, relay: string): Promise<void> {
  // A ZIP does not get smaller by being compressed again.
  await runner.query(`
    CREATE TABLE platform.export_parts (
      export_id uuid NOT NULL REFERENCES platform.exports (id) ON DELETE CASCADE,
      ordinal int NOT NULL,
      workspace_id uuid,
      user_id uuid NOT NULL,
      bytes bytea NOT NULL,
      PRIMARY KEY (export_id, ordinal)
    );
    ALTER TABLE platform.export_parts ALTER COLUMN bytes SET STORAGE EXTERNAL;
    CREATE INDEX export_parts_workspace ON platform.export_parts (workspace_id);
    ALTER TABLE platform.export_parts ENABLE ROW LEVEL SECURITY;
    ALTER TABLE platform.export_parts FORCE ROW LEVEL SECURITY;
    CREATE POLICY own ON platform.export_parts FOR ALL TO ${app} USING (${OWN}) WITH CHECK (${OWN});
    CREATE POLICY expired ON platform.export_parts FOR ALL TO ${relay} USING (EXISTS (
      SELECT 1 FROM platform.exports WHERE exports.id = export_id AND exports.expires_at < now()));
    GRANT SELECT, INSERT, DELETE ON platform.export_parts TO ${app};
    GRANT SELECT (export_id, ordinal), DELETE ON platform.export_parts TO ${relay}`);
}

/** How many rows a purge or an erasure has deleted so far: numbers only, until the receipt takes their place. */
async function createRemovedRows(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE TABLE platform.removed_rows (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      removal_id uuid NOT NULL,
      table_name text NOT NULL,
      rows bigint NOT NULL,
      last_hash bytea
    );
    CREATE INDEX removed_rows_removal ON platform.removed_rows (removal_id);
    GRANT SELECT, INSERT, DELETE ON platform.removed_rows TO ${app};
    GRANT SELECT, INSERT ON platform.removed_rows TO ${relay}`);
}
