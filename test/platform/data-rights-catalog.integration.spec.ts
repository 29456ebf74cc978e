import { DataHolders } from '../../src/platform/data-rights/data-holders';
import { type DataHolder } from '../../src/platform/data-rights/data-holder';
import { startTestApp, type TestApp } from '../support/app';
import { EverythingStored } from './everything-stored';

/** What nobody may read again, and what is derived from it. */
const SECRET = /hash|digest|secret|token|password|fingerprint|embedding|terms|bytes/;

describe('The list of what is held', () => {
  let app: TestApp;
  let stored: EverythingStored;
  let holders: readonly DataHolder[];

  beforeAll(async () => {
    app = await startTestApp({ ROLE: 'api' });
    stored = await EverythingStored.of(app.ownerUrl);
    holders = app.app.get(DataHolders).all();
  });
  afterAll(async () => {
    await stored.close();
    await app.stop();
  });

  const listed = () => holders.flatMap(({ workspaceTables }) => workspaceTables);

  it('names every table of every context that has a workspace_id, once [TE-01 M3]', async () => {
    const tables = (await stored.tables()).filter(({ isTenants }) => isTenants).map(({ name }) => name);
    expect(tables.length).toBeGreaterThan(12);
    expect(
      listed()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(tables.sort());
  });

  it('is each context’s own', () => {
    for (const { context, workspaceTables, personTables, personalTraces } of holders) {
      const names = [...workspaceTables, ...personTables].map(({ name }) => name);
      const all = [...names, ...personalTraces.map(({ table }) => table)];
      expect(all.filter((name) => !name.startsWith(`${context}.`))).toEqual([]);
    }
  });

  it('removes a row before the row that it refers to', async () => {
    const order = listed().map(({ name }) => name);
    const keys = await stored.query<{ from: string; to: string }>(
      `SELECT conrelid::regclass::text AS "from", confrelid::regclass::text AS "to" FROM pg_constraint
       WHERE contype = 'f' AND conrelid <> confrelid`,
    );
    const wrong = keys.filter(
      ({ from, to }) => order.includes(from) && order.includes(to) && order.indexOf(from) > order.indexOf(to),
    );
    expect(wrong).toEqual([]);
  });

  it('shows no secret, neither of a workspace nor of a person [14.2.6]', () => {
    const shown = holders.flatMap(({ workspaceTables, personTables }) =>
      [...workspaceTables, ...personTables].flatMap(({ name, exported = [] }) =>
        exported.map((column) => `${name}.${column}`),
      ),
    );
    expect(shown.length).toBeGreaterThan(80);
    // How many tokens a text has is a count, not a token; a model's name is no vector.
    const named = shown.filter((column) => SECRET.test(column.split('.')[2]!));
    expect(named.sort()).toEqual([
      'knowledge.chunks.tokens',
      'knowledge.fine_tunings.trained_tokens',
      'knowledge.settings.embedding_model',
    ]);
  });

  it('knows every table in which identity keeps something under a person’s id', async () => {
    const tables = await stored.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE relkind = 'r' AND relnamespace = 'identity'::regnamespace AND attname = 'user_id'`,
    );
    const known = holders.flatMap(({ personalTraces }) => personalTraces.map(({ table }) => table));
    const unknown = tables.map(({ name }) => name).filter((name) => !known.includes(name));
    // The record of the erasure itself forgets the id at its end.
    expect(unknown).toEqual(['identity.erasures']);
  });
});
