import { DataSource } from 'typeorm';
import { uuidv7 } from '../../src/kernel/ids';
import { createDataSourceOptions } from '../../src/platform/database/data-source';
import { Database, NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { createTestDatabase, type TestDatabase } from '../support/postgres';

/** What a proxy that pools transactions does to tenants: they take turns on one connection. */
describe('Two tenants on one connection', () => {
  let server: TestDatabase;
  let source: DataSource;
  let database: Database;
  const [mine, theirs] = [uuidv7(), uuidv7()];

  beforeAll(async () => {
    server = await createTestDatabase();
    source = new DataSource(createDataSourceOptions(server.url, { poolSize: 1, statementTimeoutMs: 5_000 }));
    database = new Database(await source.initialize());
    for (const workspaceId of [mine, theirs]) {
      await database.query(
        workspaceId,
        sql`INSERT INTO tenancy.workspaces (workspace_id, name, slug, settings, version, created_at, updated_at)
            VALUES (${workspaceId}, ${workspaceId}, ${workspaceId}, '{}', 1, now(), now())`,
      );
    }
  });
  afterAll(async () => {
    await source.destroy();
    await server.drop();
  });

  const seen = async (scope: Parameters<Database['query']>[0]) => {
    const rows = await database.query<{ name: string }>(scope, sql`SELECT name FROM tenancy.workspaces`);
    return rows.map(({ name }) => name);
  };

  it('see their own rows only, in 200 transactions that take turns [T15]', async () => {
    const scopes = Array.from({ length: 200 }, (_, i) => [mine, theirs][i % 2]!);
    const answers = await Promise.all(scopes.map(async (scope) => [scope, await seen(scope)] as const));
    expect(answers.filter(([scope, names]) => names.length !== 1 || names[0] !== scope)).toEqual([]);
    const [connections] = await database.query<{ n: number }>(
      NO_TENANT,
      sql`SELECT count(*)::int AS n FROM pg_stat_activity
          WHERE datname = current_database() AND usename = current_user`,
    );
    expect(connections).toEqual({ n: 1 });
  });

  it('leave nothing behind for who comes without a tenant, even after a failure [T15]', async () => {
    for (let i = 0; i < 20; i++) {
      expect(await seen(mine)).toEqual([mine]);
      await expect(database.query(theirs, sql`SELECT 1 / ${0}::int`)).rejects.toThrow('division by zero');
      expect(await seen(NO_TENANT)).toEqual([]);
    }
  });
});
