import { runMigrations as migrateQueues } from 'bullmq';
import { Client, escapeIdentifier } from 'pg';
import { createMigrationSource } from './data-source';
import { ensureLogins, roleName } from './roles';

export const QUEUE_SCHEMA = 'bullmq';
const MIGRATION_LOCK = 7_202_611;

/** Brings logins, tables and the queue's schema up to date. Any number of instances may call it at once. */
export async function migrateDatabase(ownerUrl: string): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl, application_name: 'parley-migrations' });
  await owner.connect();
  try {
    await owner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await ensureLogins(owner, ownerUrl);
    await migrateTables(ownerUrl);
    await migrateQueues(owner, QUEUE_SCHEMA);
    await grantQueues(owner, ownerUrl);
  } finally {
    await owner.end();
  }
}

async function migrateTables(ownerUrl: string): Promise<void> {
  const source = await createMigrationSource(ownerUrl).initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

async function grantQueues(owner: Client, ownerUrl: string): Promise<void> {
  const role = escapeIdentifier(roleName(decodeURIComponent(new URL(ownerUrl).username), 'queue'));
  await owner.query(`
    GRANT USAGE ON SCHEMA ${QUEUE_SCHEMA} TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO ${role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${QUEUE_SCHEMA} TO ${role};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${QUEUE_SCHEMA} TO ${role}`);
}
