import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf, protectTenantTable } from './tenant-table';

export class Channels20261124002000 implements MigrationInterface {
  name = 'Channels20261124002000';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await runner.query(`CREATE SCHEMA channels; GRANT USAGE ON SCHEMA channels TO ${app}, ${relay}`);
    await createChannels(runner, app, relay);
    await createInbox(runner, app, relay);
    await createSessions(runner, app);
    await createOutbound(runner, app, relay);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA channels CASCADE');
  }
}

/** A provider's request names its channel and no workspace: the relay tells which it is, and nothing else of it. */
async function createChannels(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE TABLE channels.channels (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      kind text NOT NULL,
      name text NOT NULL,
      agent text NOT NULL,
      default_model text,
      idle_minutes int NOT NULL,
      credential_names text[] NOT NULL,
      rotating_names text[] NOT NULL DEFAULT '{}',
      credentials bytea NOT NULL,
      next_send_at timestamptz NOT NULL DEFAULT '-infinity',
      created_by uuid,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      version int NOT NULL DEFAULT 0,
      PRIMARY KEY (workspace_id, id)
    );
    CREATE UNIQUE INDEX channels_id ON channels.channels (id);
    CREATE UNIQUE INDEX channels_name ON channels.channels (workspace_id, name);
    GRANT SELECT, INSERT, UPDATE, DELETE ON channels.channels TO ${app};
    GRANT SELECT (workspace_id, id) ON channels.channels TO ${relay};
    CREATE POLICY address ON channels.channels FOR SELECT TO ${relay} USING (true)`);
  await protectTenantTable(runner, 'channels.channels');
}

async function createInbox(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE TABLE channels.inbox (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      channel_id uuid,
      kind text NOT NULL,
      source text NOT NULL,
      provider_message_id text NOT NULL,
      sender text NOT NULL,
      sender_name text,
      thread text NOT NULL,
      text text NOT NULL,
      metadata jsonb NOT NULL DEFAULT '{}',
      occurred_at timestamptz NOT NULL,
      received_at timestamptz NOT NULL,
      status text NOT NULL DEFAULT 'received' CHECK (status IN ('received', 'handled', 'failed')),
      outcome text CHECK (outcome IN ('answered', 'command', 'unanswered')),
      attempts int NOT NULL DEFAULT 0,
      due_at timestamptz NOT NULL,
      handled_at timestamptz,
      conversation_id uuid,
      run_id uuid,
      error text,
      PRIMARY KEY (workspace_id, id),
      CONSTRAINT inbox_once UNIQUE (workspace_id, source, provider_message_id)
    );
    CREATE INDEX inbox_thread ON channels.inbox (workspace_id, source, thread, id) WHERE status = 'received';
    CREATE INDEX inbox_due ON channels.inbox (due_at) WHERE status = 'received';
    CREATE INDEX inbox_failed ON channels.inbox (id) WHERE status = 'failed';
    GRANT SELECT, INSERT, UPDATE, DELETE ON channels.inbox TO ${app};
    GRANT SELECT (workspace_id, id, status, attempts, due_at) ON channels.inbox TO ${relay};
    CREATE POLICY unhandled ON channels.inbox FOR SELECT TO ${relay} USING (status <> 'handled')`);
  await protectTenantTable(runner, 'channels.inbox');
}

async function createSessions(runner: QueryRunner, app: string): Promise<void> {
  await runner.query(`
    CREATE TABLE channels.sessions (
      workspace_id uuid NOT NULL,
      source text NOT NULL,
      thread text NOT NULL,
      conversation_id uuid NOT NULL,
      model text,
      language text,
      started_at timestamptz NOT NULL,
      last_activity_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      PRIMARY KEY (workspace_id, source, thread)
    );
    GRANT SELECT, INSERT, UPDATE, DELETE ON channels.sessions TO ${app}`);
  await protectTenantTable(runner, 'channels.sessions');
}

/** A piece that was taken up and of which nothing more is known may have been sent: \`sending_since\` says so. */
async function createOutbound(runner: QueryRunner, app: string, relay: string): Promise<void> {
  await runner.query(`
    CREATE TABLE channels.outbound (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      channel_id uuid NOT NULL,
      thread text NOT NULL,
      reply_id uuid NOT NULL,
      part int NOT NULL,
      in_reply_to text,
      text text NOT NULL,
      metadata jsonb NOT NULL DEFAULT '{}',
      status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sent', 'failed', 'dead')),
      attempts int NOT NULL DEFAULT 0,
      due_at timestamptz NOT NULL,
      sending_since timestamptz,
      sent_at timestamptz,
      provider_message_id text,
      error text,
      created_at timestamptz NOT NULL,
      PRIMARY KEY (workspace_id, id),
      CONSTRAINT outbound_once UNIQUE (workspace_id, reply_id, part)
    );
    CREATE INDEX outbound_thread ON channels.outbound (workspace_id, channel_id, thread, id) WHERE status = 'queued';
    CREATE INDEX outbound_channel ON channels.outbound (workspace_id, channel_id, id DESC);
    CREATE INDEX outbound_sent ON channels.outbound (workspace_id, channel_id, thread, sent_at) WHERE sent_at IS NOT NULL;
    CREATE INDEX outbound_due ON channels.outbound (due_at) WHERE status = 'queued';
    CREATE INDEX outbound_dead ON channels.outbound (id) WHERE status = 'dead';
    GRANT SELECT, INSERT, UPDATE, DELETE ON channels.outbound TO ${app};
    GRANT SELECT (workspace_id, id, status, attempts, due_at) ON channels.outbound TO ${relay};
    CREATE POLICY unsent ON channels.outbound FOR SELECT TO ${relay} USING (status IN ('queued', 'dead'))`);
  await protectTenantTable(runner, 'channels.outbound');
}
