import { Client } from 'pg';
import { type DataSource } from 'typeorm';
import { migrations } from '../../migrations/all';
import { uuidv7 } from '../../src/kernel/ids';
import { createMigrationSource } from '../../src/platform/database/data-source';
import { createTestDatabase, type TestDatabase } from '../support/postgres';

describe('The migrations', () => {
  let database: TestDatabase;
  let source: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    source = await createMigrationSource(database.url).initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  /** In its own name: the owner too is bound by row-level security. */
  async function openWithGuest(workspaceId: string): Promise<void> {
    const owner = new Client({ connectionString: database.url });
    await owner.connect();
    await owner.query(`SELECT set_config('app.workspace', $1, false)`, [workspaceId]);
    await owner.query(
      `INSERT INTO tenancy.workspaces (workspace_id, name, slug, settings, version, created_at, updated_at)
       VALUES ($1, 'Acme', 'acme', '{}', 1, now(), now())`,
      [workspaceId],
    );
    await owner.query(
      `INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
       VALUES ($1, $2, 'owner', now()), ($1, $3, 'client', now())`,
      [workspaceId, uuidv7(), uuidv7()],
    );
    await owner.end();
  }

  it('can be undone one by one and run again, whatever guests a workspace has', async () => {
    await openWithGuest(uuidv7());
    for (const { name } of [...migrations].reverse()) {
      await source.undoLastMigration().catch((error: Error) => {
        throw new Error(`${name}: ${error.message}`);
      });
    }
    expect(await source.runMigrations()).toHaveLength(migrations.length);
  });
});
