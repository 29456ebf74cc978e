import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

export class ConversationTables20261121000400 implements MigrationInterface {
  name = 'ConversationTables20261121000400';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    await runner.query(`
      CREATE SCHEMA conversation;
      GRANT USAGE ON SCHEMA conversation TO ${app};
      CREATE TABLE conversation.conversations (
        workspace_id uuid NOT NULL,
        id uuid NOT NULL,
        title text NOT NULL,
        channel text NOT NULL DEFAULT 'api',
        status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'human', 'closed')),
        started_by uuid,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        deleted_at timestamptz,
        PRIMARY KEY (workspace_id, id)
      );
      CREATE TABLE conversation.messages (
        workspace_id uuid NOT NULL,
        id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        role text NOT NULL CHECK (role IN ('user', 'assistant', 'system')),
        content text NOT NULL,
        sources jsonb,
        run_id uuid,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, id),
        FOREIGN KEY (workspace_id, conversation_id)
          REFERENCES conversation.conversations (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX messages_thread ON conversation.messages (workspace_id, conversation_id, id DESC);
      GRANT SELECT, INSERT, UPDATE ON conversation.conversations TO ${app};
      GRANT SELECT, INSERT ON conversation.messages TO ${app}`);
    await protectTenantTable(runner, 'conversation.conversations');
    await protectTenantTable(runner, 'conversation.messages');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA conversation CASCADE');
  }
}
