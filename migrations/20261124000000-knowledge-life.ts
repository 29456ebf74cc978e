import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

/** Files and addresses as sources, versions beside each other, vectors apart from chunks, settings per workspace. */
export class KnowledgeLife20261124000000 implements MigrationInterface {
  name = 'KnowledgeLife20261124000000';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await createFiles(runner, app);
    await createSettings(runner, app, relay);
    await extendDocuments(runner, relay);
    await extendIngestions(runner, app);
    await createEmbeddings(runner, app, relay);
    await moveVectorsOutOfChunks(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await moveVectorsIntoChunks(runner);
    await runner.query(`
      DROP TABLE knowledge.embeddings;
      ALTER TABLE knowledge.ingestions DROP COLUMN webhook_url, DROP COLUMN told_progress;
      REVOKE UPDATE ON knowledge.ingestions FROM ${await loginOf(runner, 'app')};
      DROP INDEX knowledge.documents_waiting, knowledge.documents_dispatched, knowledge.documents_unfinished;
      CREATE INDEX documents_unfinished ON knowledge.documents (lease_until)
        WHERE status IN ('queued', 'processing') AND deleted_at IS NULL;
      DELETE FROM knowledge.documents WHERE content IS NULL;
      ALTER TABLE knowledge.documents ALTER COLUMN content SET NOT NULL,
        DROP COLUMN title_is_given, DROP COLUMN source, DROP COLUMN file_id, DROP COLUMN source_url, DROP COLUMN format, DROP COLUMN properties,
        DROP COLUMN language, DROP COLUMN page_starts, DROP COLUMN access, DROP COLUMN live_version, DROP COLUMN bytes,
        DROP COLUMN stage, DROP COLUMN stage_since, DROP COLUMN last_error, DROP COLUMN retry_at, DROP COLUMN lane,
        DROP COLUMN tells_progress;
      DROP TABLE knowledge.settings;
      DROP TABLE knowledge.files`);
  }
}

async function createFiles(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE knowledge.files (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      document_id uuid NOT NULL,
      name text NOT NULL,
      media_type text NOT NULL,
      bytes int NOT NULL,
      sha256 bytea NOT NULL,
      content bytea NOT NULL,
      created_by uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (workspace_id, id)
    );
    CREATE INDEX files_of_document ON knowledge.files (workspace_id, document_id);
    ALTER TABLE knowledge.files ALTER COLUMN content SET STORAGE EXTERNAL;
    GRANT SELECT, INSERT, DELETE ON knowledge.files TO ${app}`);
  await protectTenantTable(runner, 'knowledge.files');
}

async function createSettings(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE TABLE knowledge.settings (
      workspace_id uuid PRIMARY KEY,
      chunking jsonb NOT NULL DEFAULT '{}',
      retrieval jsonb NOT NULL DEFAULT '{}',
      embedding_model text,
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    GRANT SELECT, INSERT, UPDATE, DELETE ON knowledge.settings TO ${app};
    GRANT SELECT (workspace_id, embedding_model) ON knowledge.settings TO ${relay};
    CREATE POLICY models ON knowledge.settings FOR SELECT TO ${relay} USING (true)`);
  await protectTenantTable(runner, 'knowledge.settings');
}

async function extendDocuments(runner: QueryRunner, relay: string): Promise<void> {
  // A lane tells that the queue has been given a job; without one, a document waits for its workspace's turn.
  // The watch's index is written so that only the watch's own words match it: before its first statistics PostgreSQL
  // takes every index for equally short, and would walk this one, over all workspaces, to find a document by its id.
  await runner.query(`
    ALTER TABLE knowledge.documents
      ALTER COLUMN content DROP NOT NULL,
      ADD title_is_given boolean NOT NULL DEFAULT true,
      ADD source text NOT NULL DEFAULT 'text' CHECK (source IN ('text', 'file', 'url')),
      ADD file_id uuid,
      ADD source_url text,
      ADD format text,
      ADD properties jsonb NOT NULL DEFAULT '{}',
      ADD language text,
      ADD page_starts int[],
      ADD access text[],
      ADD live_version int,
      ADD bytes int NOT NULL DEFAULT 0,
      ADD stage text,
      ADD stage_since timestamptz,
      ADD last_error jsonb,
      ADD retry_at timestamptz,
      ADD lane smallint CHECK (lane IN (1, 2)),
      ADD tells_progress boolean NOT NULL DEFAULT false;
    ALTER TABLE knowledge.files ADD CONSTRAINT files_of_document FOREIGN KEY (workspace_id, document_id)
      REFERENCES knowledge.documents (workspace_id, id) ON DELETE CASCADE;
    DROP INDEX knowledge.documents_unfinished;
    CREATE INDEX documents_unfinished ON knowledge.documents (lease_until)
      WHERE CASE WHEN deleted_at IS NULL THEN status IN ('queued', 'processing') ELSE false END;
    CREATE INDEX documents_waiting ON knowledge.documents
      (workspace_id, (CASE priority WHEN 'urgent' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END), id)
      WHERE status = 'queued' AND deleted_at IS NULL AND lane IS NULL;
    CREATE INDEX documents_dispatched ON knowledge.documents (workspace_id, lane)
      WHERE status IN ('queued', 'processing') AND deleted_at IS NULL AND lane IS NOT NULL;
    GRANT SELECT (lane) ON knowledge.documents TO ${relay};
    ALTER TABLE knowledge.documents NO FORCE ROW LEVEL SECURITY;
    UPDATE knowledge.documents SET
      live_version = CASE WHEN status = 'ready' THEN version END,
      lane = CASE WHEN status IN ('queued', 'processing') THEN 2 END,
      bytes = octet_length(content);
    ALTER TABLE knowledge.documents FORCE ROW LEVEL SECURITY`);
}

async function extendIngestions(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    ALTER TABLE knowledge.ingestions ADD webhook_url text, ADD told_progress real NOT NULL DEFAULT 0;
    GRANT UPDATE (told_progress) ON knowledge.ingestions TO ${app}`);
}

/** One vector per text and model, whichever chunks share the text: what was paid for once is not paid for again. */
async function createEmbeddings(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE TABLE knowledge.embeddings (
      workspace_id uuid NOT NULL,
      model text NOT NULL,
      content_hash bytea NOT NULL,
      embedding bytea NOT NULL,
      used_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (workspace_id, model, content_hash)
    ) WITH (toast_tuple_target = 8160);
    ALTER TABLE knowledge.embeddings ALTER COLUMN embedding SET STORAGE EXTERNAL;
    GRANT SELECT, INSERT, UPDATE, DELETE ON knowledge.embeddings TO ${app}`);
  await protectTenantTable(runner, 'knowledge.embeddings');
  await runner.query(`
    GRANT SELECT (workspace_id, model) ON knowledge.embeddings TO ${relay};
    CREATE POLICY workspaces ON knowledge.embeddings FOR SELECT TO ${relay} USING (true)`);
}

async function moveVectorsOutOfChunks(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER TABLE knowledge.chunks ADD content_hash bytea, ADD page_from int, ADD page_to int;
    ALTER TABLE knowledge.chunks NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE knowledge.documents NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE knowledge.embeddings NO FORCE ROW LEVEL SECURITY;
    UPDATE knowledge.chunks AS chunk
    SET content_hash = sha256(convert_to(
      concat_ws(E'\\n', nullif(document.title, ''), nullif(chunk.heading, ''), nullif(chunk.text, '')), 'UTF8'))
    FROM knowledge.documents AS document
    WHERE document.workspace_id = chunk.workspace_id AND document.id = chunk.document_id;
    INSERT INTO knowledge.embeddings (workspace_id, model, content_hash, embedding)
    SELECT DISTINCT ON (workspace_id, embedding_model, content_hash) workspace_id, embedding_model, content_hash, embedding
    FROM knowledge.chunks;
    ALTER TABLE knowledge.chunks FORCE ROW LEVEL SECURITY;
    ALTER TABLE knowledge.documents FORCE ROW LEVEL SECURITY;
    ALTER TABLE knowledge.embeddings FORCE ROW LEVEL SECURITY;
    ALTER TABLE knowledge.chunks ALTER COLUMN content_hash SET NOT NULL, DROP COLUMN embedding, DROP COLUMN embedding_model`);
}

async function moveVectorsIntoChunks(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER TABLE knowledge.chunks ADD embedding bytea, ADD embedding_model text;
    ALTER TABLE knowledge.chunks NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE knowledge.embeddings NO FORCE ROW LEVEL SECURITY;
    UPDATE knowledge.chunks AS chunk SET embedding = vector.embedding, embedding_model = vector.model
    FROM knowledge.embeddings AS vector
    WHERE vector.workspace_id = chunk.workspace_id AND vector.content_hash = chunk.content_hash;
    DELETE FROM knowledge.chunks WHERE embedding IS NULL;
    ALTER TABLE knowledge.chunks FORCE ROW LEVEL SECURITY;
    ALTER TABLE knowledge.chunks ALTER COLUMN embedding SET NOT NULL, ALTER COLUMN embedding_model SET NOT NULL,
      DROP COLUMN content_hash, DROP COLUMN page_from, DROP COLUMN page_to`);
}
