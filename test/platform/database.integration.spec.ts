import { uuidv7 } from '../../src/kernel/ids';
import { Database, NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { startPlatform, type TestPlatform } from '../support/platform';

describe('the database', () => {
  let platform: TestPlatform;
  let database: Database;
  const [workspaceId, otherId] = [uuidv7(), uuidv7()];

  beforeAll(async () => {
    platform = await startPlatform([], { DATABASE_POOL_SIZE: '2' });
    database = platform.module.get(Database);
  });
  afterAll(() => platform.stop());

  const keysOf = (scope: string) =>
    database.query(scope, sql`SELECT key FROM platform.idempotency_keys ORDER BY key`);
  const insertKey = (workspace: string, key: string) => sql`
    INSERT INTO platform.idempotency_keys (workspace_id, principal, route, key, request_hash, effect_id, locked_until)
    VALUES (${workspace}, 'p', 'r', ${key}, 'h', ${uuidv7()}, now())`;

  it('returns the rows of every statement with JavaScript’s own types', async () => {
    const at = new Date('2026-11-21T09:30:00.123Z');
    const results = await database.batch(workspaceId, [
      sql`SELECT ${1}::int AS number, ${'a "b"'}::text AS text, ${at}::timestamptz AS at, NULL AS nothing`,
      sql`SELECT ${['x,y', '"z"']}::text[] AS list, ${JSON.stringify({ a: [1] })}::jsonb AS json, true AS flag`,
      sql`SELECT 1 WHERE false`,
      sql`SELECT ${Buffer.from([0, 255])}::bytea AS bytes FROM generate_series(1, 2)`,
    ]);
    expect(results).toEqual([
      [{ number: 1, text: 'a "b"', at, nothing: null }],
      [{ list: ['x,y', '"z"'], json: { a: [1] }, flag: true }],
      [],
      [{ bytes: Buffer.from([0, 255]) }, { bytes: Buffer.from([0, 255]) }],
    ]);
  });

  it('writes all statements of a batch or none', async () => {
    const broken = [
      insertKey(workspaceId, 'half'),
      sql`SELECT 1 / ${0}::int`,
      insertKey(workspaceId, 'never'),
    ];
    await expect(database.batch(workspaceId, broken)).rejects.toThrow('division by zero');
    expect(await keysOf(workspaceId)).toEqual([]);
    await database.batch(workspaceId, [insertKey(workspaceId, 'one'), insertKey(workspaceId, 'two')]);
    expect(await keysOf(workspaceId)).toEqual([{ key: 'one' }, { key: 'two' }]);
  });

  it('comes again when PostgreSQL ended it to break a deadlock', async () => {
    const third = uuidv7();
    const lock = (key: number) => sql`SELECT pg_advisory_xact_lock(${key}::int)`;
    const moment = sql`SELECT pg_sleep(0.3)`;
    const one = [lock(1), moment, lock(2), insertKey(third, 'one way')];
    const other = [lock(2), moment, lock(1), insertKey(third, 'the other way')];
    await Promise.all([database.batch(third, one), database.batch(third, other)]);
    expect(await keysOf(third)).toEqual([{ key: 'one way' }, { key: 'the other way' }]);
  });

  it('uses a connection again after a statement was prepared in a batch that failed', async () => {
    const flaky = (divisor: number) => sql`SELECT 10 / ${divisor}::int AS result`;
    for (let i = 0; i < 6; i++) {
      await expect(database.query(NO_TENANT, flaky(0))).rejects.toThrow('division by zero');
      expect(await database.query(NO_TENANT, flaky(5))).toEqual([{ result: 2 }]);
    }
  });

  it('takes the same statement twice in one batch', async () => {
    const echo = (text: string) => sql`SELECT ${text}::text AS echo`;
    const results = await database.batch(NO_TENANT, [echo('a'), echo('b'), echo('c')]);
    expect(results.flat()).toEqual([{ echo: 'a' }, { echo: 'b' }, { echo: 'c' }]);
  });

  it('shows each scope its own rows and nothing else, 400 interleaved transactions over 2 connections', async () => {
    await database.query(otherId, insertKey(otherId, 'theirs'));
    const answers = await Promise.all(
      Array.from({ length: 400 }, async (_, i) => {
        const scope = [workspaceId, otherId, uuidv7()][i % 3]!;
        return { i: i % 3, keys: (await keysOf(scope)).map(({ key }) => key as string) };
      }),
    );
    const expected = [['one', 'two'], ['theirs'], []];
    expect(answers.filter(({ i, keys }) => JSON.stringify(keys) !== JSON.stringify(expected[i]))).toEqual([]);
  });

  it('leaves no scope behind on the connection', async () => {
    await keysOf(workspaceId);
    const rows = await Promise.all(
      Array.from({ length: 4 }, () =>
        database.query(NO_TENANT, sql`SELECT 1 FROM platform.idempotency_keys`),
      ),
    );
    expect(rows.flat()).toEqual([]);
  });

  it('refuses a scope that is no UUID before it reaches PostgreSQL', async () => {
    await expect(keysOf(`' OR true --`)).rejects.toThrow('A scope must be a UUID');
  });

  it('reports a stale version as a conflict', async () => {
    const stale = database.query(workspaceId, sql`SELECT platform.expect_changed(0)`);
    await expect(stale).rejects.toMatchObject({ kind: 'conflict', code: 'concurrent_change' });
  });

  it('ends a statement that takes too long', async () => {
    const slow = await startPlatform([], { DATABASE_STATEMENT_TIMEOUT_MS: '200' });
    const sleeping = slow.module.get(Database).query(NO_TENANT, sql`SELECT pg_sleep(5)`);
    await expect(sleeping).rejects.toMatchObject({ kind: 'unavailable', retryAfterSeconds: 5 });
    await slow.stop();
  });
});
