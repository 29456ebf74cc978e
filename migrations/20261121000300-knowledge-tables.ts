import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

export class KnowledgeTables20261121000300 implements MigrationInterface {
  name = 'KnowledgeTables20261121000300';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await runner.query(`CREATE SCHEMA knowledge; GRANT USAGE ON SCHEMA knowledge TO ${app}, ${relay}`);
    await createIngestions(runner, app);
    await createDocuments(runner, app);
    await createChunks(runner, app);
    await showUnfinishedDocuments(runner, relay);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA knowledge CASCADE');
  }
}

async function createIngestions(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE knowledge.ingestions (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      total int NOT NULL,
      skipped int NOT NULL,
      created_by uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (workspace_id, id)
    );
    GRANT SELECT, INSERT ON knowledge.ingestions TO ${app}`);
  await protectTenantTable(runner, 'knowledge.ingestions');
}

async function createDocuments(runner: QueryRunner, app: string): Promise<void> {
  // A failed document does not stand in the way of the same text handed in again.
  await runner.query(`
    CREATE TABLE knowledge.documents (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      ingestion_id uuid NOT NULL,
      title text NOT NULL,
      url text,
      external_id text,
      metadata jsonb NOT NULL,
      content text NOT NULL,
      content_hash bytea NOT NULL,
      version int NOT NULL DEFAULT 1,
      chunking jsonb NOT NULL,
      priority text NOT NULL CHECK (priority IN ('urgent', 'normal', 'low')),
      status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'processing', 'ready', 'failed')),
      attempts int NOT NULL DEFAULT 0,
      lease_until timestamptz NOT NULL,
      chunk_count int NOT NULL DEFAULT 0,
      error jsonb,
      lock_version int NOT NULL DEFAULT 1,
      created_by uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      deleted_at timestamptz,
      withdrawn_xid xid8,
      PRIMARY KEY (workspace_id, id),
      CONSTRAINT documents_of_ingestion FOREIGN KEY (workspace_id, ingestion_id)
        REFERENCES knowledge.ingestions (workspace_id, id)
    );
    CREATE UNIQUE INDEX documents_content ON knowledge.documents (workspace_id, content_hash)
      WHERE deleted_at IS NULL AND status <> 'failed';
    CREATE INDEX documents_of_ingestion ON knowledge.documents (workspace_id, ingestion_id);
    CREATE INDEX documents_unfinished ON knowledge.documents (lease_until)
      WHERE status IN ('queued', 'processing') AND deleted_at IS NULL;
    CREATE INDEX documents_withdrawn ON knowledge.documents (workspace_id, withdrawn_xid)
      WHERE withdrawn_xid IS NOT NULL;
    GRANT SELECT, INSERT, UPDATE ON knowledge.documents TO ${app}`);
  await protectTenantTable(runner, 'knowledge.documents');
}

async function createChunks(runner: QueryRunner, app: string): Promise<void> {
  // Vectors and terms are read back whole and in numbers: out of line or compressed, each row would cost a detour.
  await runner.query(`
    CREATE TABLE knowledge.chunks (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      document_id uuid NOT NULL,
      version int NOT NULL,
      ordinal int NOT NULL,
      heading text,
      text text NOT NULL,
      start_offset int NOT NULL,
      end_offset int NOT NULL,
      tokens int NOT NULL,
      terms bytea NOT NULL,
      embedding bytea NOT NULL,
      embedding_model text NOT NULL,
      created_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
      PRIMARY KEY (workspace_id, id),
      CONSTRAINT chunks_place UNIQUE (workspace_id, document_id, version, ordinal),
      CONSTRAINT chunks_of_document FOREIGN KEY (workspace_id, document_id)
        REFERENCES knowledge.documents (workspace_id, id) ON DELETE CASCADE
    ) WITH (toast_tuple_target = 8160);
    ALTER TABLE knowledge.chunks
      ALTER COLUMN terms SET STORAGE EXTERNAL, ALTER COLUMN embedding SET STORAGE EXTERNAL;
    CREATE INDEX chunks_arrival ON knowledge.chunks (workspace_id, created_xid) INCLUDE (id);
    GRANT SELECT, INSERT, DELETE ON knowledge.chunks TO ${app}`);
  await protectTenantTable(runner, 'knowledge.chunks');
}

/** Across workspaces, and only what says that a document waits too long: ids and times, no text. */
async function showUnfinishedDocuments(runner: QueryRunner, relay: string): Promise<void> {
  await runner.query(`
    GRANT SELECT (workspace_id, id, status, lease_until, lock_version, priority, deleted_at)
      ON knowledge.documents TO ${relay};
    CREATE POLICY unfinished ON knowledge.documents FOR SELECT TO ${relay}
      USING (status IN ('queued', 'processing') AND deleted_at IS NULL)`);
}
