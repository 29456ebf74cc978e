import { runMigrations as migrateQueues } from 'bullmq';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
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
    await grantLogins(owner, ownerUrl);
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

async function grantLogins(owner: Client, ownerUrl: string): Promise<void> {
  const ownerName = decodeURIComponent(new URL(ownerUrl).username);
  const [app, queue] = [roleName(ownerName, 'app'), roleName(ownerName, 'queue')].map(escapeIdentifier);
  // Readiness asks which migrations ran. BullMQ makes a sequence for each queue on its first job: that one is its own.
  await owner.query(`
    GRANT SELECT ON parley_migrations TO ${app};
    GRANT USAGE, CREATE ON SCHEMA ${QUEUE_SCHEMA} TO ${queue};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${QUEUE_SCHEMA} TO ${queue};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${QUEUE_SCHEMA} TO ${queue};
    DO $$ DECLARE own regclass; BEGIN
      FOR own IN SELECT oid FROM pg_class
        WHERE relkind = 'S' AND relnamespace = '${QUEUE_SCHEMA}'::regnamespace AND relowner = current_user::regrole
      LOOP EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %s', own, ${escapeLiteral(queue!)}); END LOOP;
    END $$`);
}
