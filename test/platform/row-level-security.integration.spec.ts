import { Client } from 'pg';
import { loginUrl } from '../../src/platform/database/roles';
import { createTestDatabase, type TestDatabase } from '../support/postgres';

interface TenantTable {
  readonly name: string;
  readonly owner: string;
  readonly enabled: boolean;
  readonly forced: boolean;
  readonly policies: number;
}

const CONTEXT_SCHEMAS = `nspname NOT IN ('pg_catalog', 'information_schema', 'bullmq', 'public') AND nspname NOT LIKE 'pg_%'`;

/** Read from the catalog, so that a table added later is covered without a word here. */
const TENANT_TABLES = `
  SELECT c.oid::regclass::text AS name, pg_get_userbyid(c.relowner) AS owner, c.relrowsecurity AS enabled,
    c.relforcerowsecurity AS forced, (
      SELECT count(*)::int FROM pg_policy WHERE polrelid = c.oid AND polcmd = '*'
        AND polqual IS NOT NULL AND polwithcheck IS NOT NULL) AS policies
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND ${CONTEXT_SCHEMAS}
    AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = c.oid AND attname = 'workspace_id' AND NOT attisdropped)
  ORDER BY 1`;

describe('row-level security', () => {
  let database: TestDatabase;
  let owner: Client;
  let app: Client;
  let tables: TenantTable[];

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new Client({ connectionString: database.url });
    app = new Client({ connectionString: loginUrl(database.url, 'app') });
    await owner.connect();
    await app.connect();
    tables = (await owner.query<TenantTable>(TENANT_TABLES)).rows;
  });

  afterAll(async () => {
    await owner.end();
    await app.end();
    await database.drop();
  });

  it('knows the workspace tables of every context [TE-01 T13]', () => {
    const schemas = new Set(tables.map(({ name }) => name.split('.')[0]));
    expect([...schemas]).toEqual(
      expect.arrayContaining(['agent', 'conversation', 'knowledge', 'platform', 'tenancy']),
    );
  });

  it('is enabled, forced and checked both ways on every workspace table [TE-12 T13]', () => {
    const weak = tables.filter(({ enabled, forced, policies }) => !enabled || !forced || policies === 0);
    expect(weak).toEqual([]);
  });

  it('shows the application nothing while no workspace is set [T14]', async () => {
    for (const { name } of tables) {
      const { rows } = await app.query<{ allowed: boolean }>(
        `SELECT has_table_privilege(current_user, $1, 'SELECT') AS allowed`,
        [name],
      );
      if (!rows[0]?.allowed) continue;
      expect({ name, rows: (await app.query(`SELECT 1 FROM ${name}`)).rowCount }).toEqual({ name, rows: 0 });
    }
  });

  it('lets no login of the application own a table, bypass policies, truncate or create [T13]', async () => {
    const logins = await owner.query<{ name: string; mighty: boolean }>(
      `SELECT rolname AS name, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb AS mighty
       FROM pg_roles WHERE rolname = ANY($1)`,
      [['parley_app', 'parley_relay', 'parley_queue']],
    );
    expect(logins.rows).toHaveLength(3);
    expect(logins.rows.filter(({ mighty }) => mighty)).toEqual([]);
    expect(tables.filter((table) => table.owner !== 'parley')).toEqual([]);
    for (const { name } of tables) {
      await expect(app.query(`TRUNCATE ${name}`)).rejects.toThrow(/permission denied/);
    }
    await expect(app.query('CREATE TABLE platform.mine (id int)')).rejects.toThrow(/permission denied/);
  });

  it('refuses a row of another workspace even where the statement names it [TE-12 T14]', async () => {
    const [mine, theirs] = ['01938f3a-0000-7000-8000-000000000001', '01938f3a-0000-7000-8000-000000000002'];
    await app.query('BEGIN');
    await app.query(`SELECT set_config('app.workspace', $1, true)`, [mine]);
    await expect(
      app.query(
        `INSERT INTO platform.idempotency_keys (workspace_id, principal, route, key, request_hash, effect_id, locked_until)
         VALUES ($1, 'p', 'r', 'k', 'h', $2, now())`,
        [theirs, theirs],
      ),
    ).rejects.toThrow(/row-level security/);
    await app.query('ROLLBACK');
  });

  it('has no function that runs with its owner’s rights and no view that does [T13]', async () => {
    const functions = await owner.query(
      `SELECT p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE p.prosecdef AND ${CONTEXT_SCHEMAS}`,
    );
    const views = await owner.query(
      `SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('v', 'm') AND ${CONTEXT_SCHEMAS}
         AND NOT coalesce(c.reloptions @> ARRAY['security_invoker=true'], false)`,
    );
    expect([functions.rows, views.rows]).toEqual([[], []]);
  });

  it('finds no table of a context outside it: every row of a tenant names its workspace [TE-01 T13]', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p') AND ${CONTEXT_SCHEMAS} AND nspname NOT IN ('identity', 'platform')
         AND NOT EXISTS (
           SELECT 1 FROM pg_attribute
           WHERE attrelid = c.oid AND attname = 'workspace_id' AND NOT attisdropped)`,
    );
    // Who purges works on behalf of no tenant: the workspace is gone when it ends. Planners fare alike for everybody.
    expect(rows.map(({ name }) => name).sort()).toEqual(['agent.planner_rests', 'tenancy.purges']);
  });

  it('is not undone by a unique index across workspaces, which would tell what others have [T13]', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `
      SELECT i.indexrelid::regclass::text AS name
      FROM pg_index i
      WHERE i.indisunique AND i.indrelid::regclass::text = ANY($1) AND NOT EXISTS (
        SELECT 1 FROM pg_attribute a
        WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
          AND (a.attname = 'workspace_id' OR a.atttypid = 'uuid'::regtype))
      ORDER BY 1`,
      [tables.map(({ name }) => name)],
    );
    // A slug ends in random characters of the workspace's id: nobody can ask for one that is taken.
    expect(rows.map(({ name }) => name)).toEqual(['tenancy.workspaces_slug_key']);
  });

  it('carries the workspace in every foreign key between workspace tables [TE-11 T13]', async () => {
    const { rows } = await owner.query<{ key: string }>(
      `
      SELECT con.conname || ' on ' || con.conrelid::regclass AS key
      FROM pg_constraint con
      WHERE con.contype = 'f'
        AND con.conrelid::regclass::text = ANY($1) AND con.confrelid::regclass::text = ANY($1)
        AND con.conrelid::regclass::text NOT LIKE 'platform.%'
        AND NOT EXISTS (
          SELECT 1 FROM pg_attribute a
          WHERE a.attrelid = con.conrelid AND a.attnum = ANY(con.conkey) AND a.attname = 'workspace_id')`,
      [tables.map(({ name }) => name)],
    );
    expect(rows).toEqual([]);
  });
});
