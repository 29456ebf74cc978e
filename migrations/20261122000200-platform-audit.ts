import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { loginOf } from './tenant-table';

const OWN_CHAIN = 'workspace_id IS NOT DISTINCT FROM platform.workspace()';

/**
 * The audit log: one chain of entries for each workspace and one for the platform (no workspace). Every
 * entry carries the hash of the one before, so that nobody can change, remove or insert one unseen.
 */
export class PlatformAudit20261122000200 implements MigrationInterface {
  name = 'PlatformAudit20261122000200';

  async up(runner: QueryRunner): Promise<void> {
    const app = await loginOf(runner, 'app');
    const relay = await loginOf(runner, 'relay');
    await createTables(runner);
    await protect(runner, app, relay);
    await chain(runner);
    await createAppend(runner);
    await refuseChanges(runner, relay);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION platform.append_audit_entry(uuid, jsonb);
      DROP TABLE platform.audit_entries, platform.audit_heads;
      DROP FUNCTION platform.audit_entry_chained(), platform.audit_log_refused(), platform.audit_part(text)`);
  }
}

async function createTables(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE platform.audit_entries (
      id uuid PRIMARY KEY,
      workspace_id uuid,
      seq bigint NOT NULL,
      occurred_at timestamptz NOT NULL,
      action text NOT NULL,
      outcome text NOT NULL CHECK (outcome IN ('done', 'denied')),
      actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'admin', 'key', 'system', 'unknown')),
      actor_id uuid,
      subject_kind text,
      subject_id text,
      detail jsonb NOT NULL,
      address text,
      request_id text,
      count int NOT NULL DEFAULT 1 CHECK (count > 0),
      previous_hash bytea,
      hash bytea NOT NULL,
      UNIQUE NULLS NOT DISTINCT (workspace_id, seq)
    );
    CREATE TABLE platform.audit_heads (
      workspace_id uuid,
      entries bigint NOT NULL,
      hash bytea NOT NULL,
      UNIQUE NULLS NOT DISTINCT (workspace_id)
    )`);
}

async function protect(runner: QueryRunner, app: string, relay: string): Promise<void> {
  for (const table of ['platform.audit_entries', 'platform.audit_heads']) {
    await runner.query(`
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY tenant ON ${table} FOR ALL TO ${app} USING (${OWN_CHAIN}) WITH CHECK (${OWN_CHAIN});
      CREATE POLICY relay ON ${table} FOR ALL TO ${relay} USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON ${table} TO ${app};
      GRANT SELECT, INSERT, DELETE ON ${table} TO ${relay}`);
  }
  await runner.query(`GRANT UPDATE ON platform.audit_heads TO ${app}, ${relay}`);
}

/**
 * The head is read only after the lock was granted: each statement of a volatile function sees what
 * others committed until then. It is a row of its own because a missing last entry would otherwise
 * leave no gap. An entry's parts carry their length, so that no two entries read the same.
 */
async function chain(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION platform.audit_part(part text) RETURNS text LANGUAGE sql IMMUTABLE
      RETURN coalesce(octet_length(part) || ':' || part, '-');
    CREATE FUNCTION platform.audit_entry_chained() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
      head platform.audit_heads;
    BEGIN
      PERFORM pg_advisory_xact_lock(1635083369, hashtext(coalesce(NEW.workspace_id::text, '')));
      IF NEW.workspace_id IS NULL
        THEN SELECT * INTO head FROM platform.audit_heads WHERE workspace_id IS NULL;
        ELSE SELECT * INTO head FROM platform.audit_heads WHERE workspace_id = NEW.workspace_id;
      END IF;
      NEW.seq := coalesce(head.entries, 0) + 1;
      NEW.occurred_at := clock_timestamp();
      NEW.previous_hash := head.hash;
      NEW.hash := sha256(convert_to(
        platform.audit_part(NEW.id::text) || platform.audit_part(NEW.workspace_id::text) ||
        platform.audit_part(NEW.seq::text) ||
        platform.audit_part((extract(epoch FROM NEW.occurred_at) * 1000000)::bigint::text) ||
        platform.audit_part(NEW.action) || platform.audit_part(NEW.outcome) ||
        platform.audit_part(NEW.actor_kind) || platform.audit_part(NEW.actor_id::text) ||
        platform.audit_part(NEW.subject_kind) || platform.audit_part(NEW.subject_id) ||
        platform.audit_part(NEW.detail::text) || platform.audit_part(NEW.address) ||
        platform.audit_part(NEW.request_id) || platform.audit_part(NEW.count::text) ||
        platform.audit_part(encode(NEW.previous_hash, 'hex')), 'UTF8'));
      INSERT INTO platform.audit_heads (workspace_id, entries, hash) VALUES (NEW.workspace_id, NEW.seq, NEW.hash)
        ON CONFLICT (workspace_id) DO UPDATE SET entries = excluded.entries, hash = excluded.hash;
      RETURN NEW;
    END $$;
    CREATE TRIGGER chained BEFORE INSERT ON platform.audit_entries
      FOR EACH ROW EXECUTE FUNCTION platform.audit_entry_chained()`);
}

/** What says who did what where; the rest is the trigger's. A function, for statements that find out whose log it is. */
async function createAppend(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE FUNCTION platform.append_audit_entry(workspace uuid, act jsonb) RETURNS void LANGUAGE sql
    BEGIN ATOMIC
      INSERT INTO platform.audit_entries (id, workspace_id, action, outcome, actor_kind, actor_id, subject_kind,
        subject_id, detail, address, request_id, count)
      SELECT id, workspace, action, outcome, actor_kind, actor_id, subject_kind,
        subject_id, detail, address, request_id, count
      FROM jsonb_to_record(act) AS entry (id uuid, action text, outcome text, actor_kind text, actor_id uuid,
        subject_kind text, subject_id text, detail jsonb, address text, request_id text, count int);
    END`);
}

/** For the owner and a superuser too; only a purged workspace's log is ever deleted, and only by the relay. */
async function refuseChanges(runner: QueryRunner, relay: string): Promise<void> {
  await runner.query(`
    CREATE FUNCTION platform.audit_log_refused() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the audit log is only ever appended to' USING ERRCODE = 'insufficient_privilege';
    END $$;
    CREATE TRIGGER kept BEFORE UPDATE OR TRUNCATE ON platform.audit_entries
      FOR EACH STATEMENT EXECUTE FUNCTION platform.audit_log_refused();
    CREATE TRIGGER deleted_by_the_relay BEFORE DELETE ON platform.audit_entries
      FOR EACH STATEMENT WHEN (current_user <> ${relay.replaceAll('"', "'")})
      EXECUTE FUNCTION platform.audit_log_refused()`);
}
