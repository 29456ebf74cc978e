import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

/** Moving a workspace to another embedding model, and what is needed to find what nothing refers to any more. */
export class KnowledgeReindexing20261124000400 implements MigrationInterface {
  name = 'KnowledgeReindexing20261124000400';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await createReindexings(runner, app, relay);
    // A vector that comes later than its chunk is told to the indexes in memory by the chunk's transaction id.
    await runner.query(`
      CREATE INDEX chunks_text ON knowledge.chunks (workspace_id, content_hash);
      GRANT UPDATE (created_xid) ON knowledge.chunks TO ${app};
      GRANT SELECT (workspace_id) ON knowledge.files TO ${relay};
      CREATE POLICY workspaces ON knowledge.files FOR SELECT TO ${relay} USING (true)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await runner.query(`
      DROP POLICY workspaces ON knowledge.files;
      REVOKE SELECT (workspace_id) ON knowledge.files FROM ${relay};
      REVOKE UPDATE (created_xid) ON knowledge.chunks FROM ${app};
      DROP INDEX knowledge.chunks_text;
      DROP TABLE knowledge.reindexings`);
  }
}

async function createReindexings(runner: QueryRunner, app: string, relay: string): Promise<void> {
  // The lease outlives the end: for a while afterwards somebody looks for documents that were late.
  await runner.query(`
    CREATE TABLE knowledge.reindexings (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      from_model text NOT NULL,
      to_model text NOT NULL,
      flips text NOT NULL CHECK (flips IN ('automatically', 'on_request')),
      status text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'ready', 'flipped', 'cancelled', 'failed')),
      total int,
      embedded int NOT NULL DEFAULT 0,
      reached uuid,
      carried_at timestamptz,
      setbacks int NOT NULL DEFAULT 0,
      report jsonb,
      error jsonb,
      requested_by uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz,
      lease_until timestamptz DEFAULT now(),
      lock_version int NOT NULL DEFAULT 1,
      PRIMARY KEY (workspace_id, id),
      CHECK ((status IN ('running', 'ready')) = (finished_at IS NULL))
    );
    CREATE UNIQUE INDEX reindexings_open ON knowledge.reindexings (workspace_id)
      WHERE status IN ('running', 'ready');
    CREATE INDEX reindexings_due ON knowledge.reindexings (lease_until) WHERE lease_until IS NOT NULL;
    GRANT SELECT, INSERT, UPDATE, DELETE ON knowledge.reindexings TO ${app}`);
  await protectTenantTable(runner, 'knowledge.reindexings');
  await runner.query(`
    GRANT SELECT (workspace_id, id, lease_until) ON knowledge.reindexings TO ${relay};
    CREATE POLICY leased ON knowledge.reindexings FOR SELECT TO ${relay} USING (lease_until IS NOT NULL)`);
}
