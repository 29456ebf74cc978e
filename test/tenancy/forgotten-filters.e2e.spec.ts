import { Client } from 'pg';
import { Database } from '../../src/platform/database/database';
import { loginUrl } from '../../src/platform/database/roles';
import { type Statement } from '../../src/platform/database/sql';
import { startTestApp, type TestApp } from '../support/app';
import { ingest } from '../support/accounts';
import { type Person, signUpPerson } from './people';

const FILTER = /\b(?:\w+\.)?workspace_id = (\$\d+)/g;

/** The same statement as somebody would have written it who forgot the tenant; the parameters keep their types. */
function withoutFilter(statement: Statement): Statement {
  const text = statement.text.replace(FILTER, '($1::uuid IS NULL OR true)');
  return text === statement.text ? statement : { ...statement, name: `${statement.name}-mutant`, text };
}

describe('A statement that forgot to name its workspace', () => {
  let app: TestApp;
  let ada: Person;
  let bob: Person;
  const mutants = new Set<string>();

  beforeAll(async () => {
    app = await startTestApp();
    [ada, bob] = [await signUpPerson(app, 'Ada'), await signUpPerson(app, 'Bob')];
    for (const person of [ada, bob]) await fill(person, person === ada ? 'adacanary' : 'bobcanary');
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => app.stop());

  const as = (person: Person, method: string, path: string, body?: unknown) =>
    app.http<{ id: string; conversationId: string }>(method, path, { token: person.token, body });

  async function fill(person: Person, word: string): Promise<void> {
    const home = `/workspaces/${person.workspaceId}`;
    await as(person, 'PATCH', home, { name: `Workspace ${word}`, settings: { persona: word } });
    await as(person, 'POST', `${home}/invites`, { email: `${word}@example.com`, role: 'member' });
    await ingest(app, person.token, [{ title: word, content: `The secret word of this shop is ${word}.` }]);
    await as(person, 'POST', '/agents/customer-service/run', { message: `What is ${word}?` });
  }

  function forgetFilters(): void {
    const database = app.app.get(Database);
    const batch = database.batch.bind(database);
    jest.spyOn(database, 'batch').mockImplementation((scope, statements) => {
      const mutated = typeof scope === 'string' ? statements.map(withoutFilter) : statements;
      mutated.filter((each, i) => each !== statements[i]).forEach(({ name }) => mutants.add(name));
      return batch(scope, mutated);
    });
  }

  const routes = (person: Person) => [
    `/workspaces/${person.workspaceId}`,
    `/workspaces/${person.workspaceId}/members`,
    `/workspaces/${person.workspaceId}/invites`,
    '/knowledge/documents',
    '/conversations',
    '/agent/runs',
  ];

  it('shows nobody else’s rows: row-level security holds [T16 TE-12 TE-26]', async () => {
    forgetFilters();
    for (const path of routes(ada)) {
      const { status, body } = await as(ada, 'GET', path);
      const told = JSON.stringify(body);
      expect({ path, status }).toEqual({ path, status: 200 });
      expect({ path, leaks: /bob/i.test(told) }).toEqual({ path, leaks: false });
      expect({ path, shows: /ada/i.test(told) || told.includes('"data":[{') }).toEqual({ path, shows: true });
    }
    expect(mutants.size).toBeGreaterThanOrEqual(5);
  });

  it('changes nobody else’s rows either [T16]', async () => {
    forgetFilters();
    const settings = { persona: 'changed' };
    const { status } = await as(ada, 'PATCH', `/workspaces/${ada.workspaceId}`, { settings });
    expect(status).toBe(200);
    jest.restoreAllMocks();
    const [own, other] = [
      await as(ada, 'GET', `/workspaces/${ada.workspaceId}`),
      await as(bob, 'GET', `/workspaces/${bob.workspaceId}`),
    ];
    expect([own.body, other.body]).toMatchObject([{ settings }, { settings: { persona: 'bobcanary' } }]);
  });

  it('sees nothing at all where no workspace is set, on tables that are not empty [T14 TE-12]', async () => {
    const client = new Client({ connectionString: loginUrl(app.ownerUrl, 'app') });
    await client.connect();
    const { rows: tables } = await client.query<{ name: string }>(`
      SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND nspname NOT LIKE 'pg_%' AND nspname <> 'information_schema'
        AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
        AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = c.oid AND attname = 'workspace_id')`);
    const countIn = async (name: string, workspaceId: string) => {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('app.workspace', $1, true)`, [workspaceId]);
      const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${name}`);
      await client.query('ROLLBACK');
      return rows[0]!.n;
    };
    const seen: Record<string, number> = {};
    for (const { name } of tables) seen[name] = await countIn(name, ada.workspaceId);
    const filled = Object.keys(seen).filter((name) => seen[name]! > 0);
    expect(filled).toEqual(
      expect.arrayContaining([
        'tenancy.members',
        'tenancy.invites',
        'knowledge.chunks',
        'conversation.messages',
      ]),
    );
    for (const name of filled) {
      const { rows } = await client.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM ${name} WHERE workspace_id IS NOT NULL`,
      );
      expect({ name, rows: rows[0]!.n }).toEqual({ name, rows: 0 });
    }
    const member = [ada.workspaceId, bob.userId];
    await expect(
      client.query(`INSERT INTO tenancy.members VALUES ($1, $2, 'owner', now())`, member),
    ).rejects.toThrow('row-level security');
    for (const change of ['DELETE FROM tenancy.members', `UPDATE tenancy.workspaces SET name = 'mine'`]) {
      expect((await client.query(change)).rowCount).toBe(0);
    }
    await client.end();
  });
});
