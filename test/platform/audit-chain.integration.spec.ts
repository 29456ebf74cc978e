import { Client } from 'pg';
import { uuidv7 } from '../../src/kernel/ids';
import { AuditVerification } from '../../src/platform/audit/audit-verification';
import { audited, recordOf } from '../../src/platform/audit/audited';
import { Database, NO_TENANT } from '../../src/platform/database/database';
import { loginUrl } from '../../src/platform/database/roles';
import { sql } from '../../src/platform/database/sql';
import { requestContext } from '../../src/platform/telemetry/request-context';
import { startPlatform, type TestPlatform } from '../support/platform';

const act = (n: number) => audited({ action: 'test.counted', detail: { n, text: `“${n}” \n\t\u0001 é` } });

describe('the chain of the audit log', () => {
  let platform: TestPlatform;
  let database: Database;
  let owner: Client;
  let verification: AuditVerification;

  beforeAll(async () => {
    platform = await startPlatform([], { DATABASE_POOL_SIZE: '8' });
    database = platform.module.get(Database);
    verification = platform.module.get(AuditVerification);
    owner = new Client({ connectionString: platform.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await platform.stop();
  });

  const placesOf = async (scope: string | typeof NO_TENANT) => {
    const rows = await database.query<{ seq: number }>(
      scope,
      sql`SELECT seq::int AS seq FROM platform.audit_entries
          WHERE workspace_id IS NOT DISTINCT FROM platform.workspace() ORDER BY seq`,
    );
    return rows.map(({ seq }) => seq);
  };
  const fill = async (entries: number) => {
    const workspaceId = uuidv7();
    await database.batch(
      workspaceId,
      Array.from({ length: entries }, (_, n) => act(n)),
    );
    return workspaceId;
  };
  /** What only somebody could do who holds the database itself. */
  const tamper = async (text: string, values: readonly unknown[]) => {
    for (const table of ['platform.audit_entries', 'platform.audit_heads']) {
      await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER, DISABLE ROW LEVEL SECURITY`);
    }
    const { rowCount } = await owner.query(text, [...values]);
    for (const table of ['platform.audit_entries', 'platform.audit_heads']) {
      await owner.query(`ALTER TABLE ${table} ENABLE TRIGGER USER, ENABLE ROW LEVEL SECURITY`);
    }
    expect(rowCount).toBeGreaterThan(0);
  };

  it('links the entries of one batch and of several, for each workspace and for the platform apart', async () => {
    const [one, other] = [await fill(3), await fill(2)];
    await database.batch(NO_TENANT, [act(1), act(2)]);
    await database.batch(one, [act(4)]);
    expect([await placesOf(one), await placesOf(other), await placesOf(NO_TENANT)]).toEqual([
      [1, 2, 3, 4],
      [1, 2],
      [1, 2],
    ]);
    for (const [log, entries] of [
      [one, 4],
      [other, 2],
      [null, 2],
    ] as const) {
      expect(await verification.verify(log, null)).toMatchObject({ valid: true, entries, firstBroken: null });
    }
  });

  it('is valid and empty where nothing has happened yet', async () => {
    expect(await verification.verify(uuidv7(), null)).toMatchObject({
      valid: true,
      entries: 0,
      firstBroken: null,
      lastHash: null,
    });
  });

  it('keeps who, where from and in which request with the act, and the time of the database', async () => {
    const workspaceId = uuidv7();
    const actor = { kind: 'user', id: uuidv7() } as const;
    const context = { requestId: 'req-1', traceparent: null, address: '203.0.113.7', actor };
    const subject = { kind: 'user', id: uuidv7() };
    const entry = requestContext.run(context, () => audited({ action: 'test.done', subject }));
    await database.batch(workspaceId, [entry]);
    const [row] = await database.query(
      workspaceId,
      sql`SELECT *, abs(extract(epoch FROM clock_timestamp() - occurred_at)) < 60 AS recent FROM platform.audit_entries`,
    );
    expect(row).toMatchObject({
      action: 'test.done',
      outcome: 'done',
      actor_kind: 'user',
      actor_id: actor.id,
      subject_kind: 'user',
      subject_id: subject.id,
      address: '203.0.113.7',
      request_id: 'req-1',
      count: 1,
      recent: true,
    });
  });

  it('is there with the act or not at all', async () => {
    const workspaceId = uuidv7();
    await expect(database.batch(workspaceId, [act(1), sql`SELECT 1 / ${0}::int`])).rejects.toThrow();
    expect(await placesOf(workspaceId)).toEqual([]);
    await database.batch(workspaceId, [act(1)]);
    expect(await placesOf(workspaceId)).toEqual([1]);
  });

  it('stays whole under 100 acts at once in one workspace, without a gap [TE-26]', async () => {
    const workspaceId = uuidv7();
    await Promise.all(Array.from({ length: 100 }, (_, n) => database.batch(workspaceId, [act(n)])));
    expect(await placesOf(workspaceId)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(await verification.verify(workspaceId, null)).toMatchObject({ valid: true, entries: 100 });
  });

  it('proves 10,000 entries within two seconds', async () => {
    const workspaceId = uuidv7();
    for (let i = 0; i < 10; i++) {
      await database.batch(
        workspaceId,
        Array.from({ length: 1_000 }, (_, n) => act(n)),
      );
    }
    const began = performance.now();
    expect(await verification.verify(workspaceId, null)).toMatchObject({ valid: true, entries: 10_000 });
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  describe('finds out, even when triggers were switched off,', () => {
    it.each([
      ['an action', `action = 'test.other'`],
      ['an outcome', `outcome = 'denied'`],
      ['an actor', `actor_kind = 'admin'`],
      ['a subject', `subject_id = 'x'`],
      ['a detail', `detail = '{}'`],
      ['an address', `address = '192.0.2.1'`],
      ['a time by a microsecond', `occurred_at = occurred_at + interval '1 microsecond'`],
      ['a count', `count = 2`],
      ['a hash', `hash = sha256('x')`],
    ])('that %s was changed [O5]', async (_what, change) => {
      const log = await fill(5);
      await tamper(`UPDATE platform.audit_entries SET ${change} WHERE workspace_id = $1 AND seq = 3`, [log]);
      expect(await verification.verify(log, null)).toMatchObject({
        valid: false,
        entries: 2,
        firstBroken: 3,
      });
    });

    it('that an entry was removed [O5]', async () => {
      const log = await fill(5);
      await tamper('DELETE FROM platform.audit_entries WHERE workspace_id = $1 AND seq = 2', [log]);
      expect(await verification.verify(log, null)).toMatchObject({ valid: false, firstBroken: 2 });
    });

    it('that the last ones were cut off, also after more was written [O5]', async () => {
      const log = await fill(5);
      await tamper('DELETE FROM platform.audit_entries WHERE workspace_id = $1 AND seq > 3', [log]);
      expect(await verification.verify(log, null)).toMatchObject({ valid: false, firstBroken: 4 });
      await database.batch(log, [act(6)]);
      expect(await verification.verify(log, null)).toMatchObject({ valid: false, firstBroken: 4 });
    });

    it('that all were removed [O5]', async () => {
      const log = await fill(3);
      await tamper('DELETE FROM platform.audit_entries WHERE workspace_id = $1', [log]);
      expect(await verification.verify(log, null)).toMatchObject({
        valid: false,
        entries: 0,
        firstBroken: 1,
      });
    });

    it('that one was put in, at the end or between [O5]', async () => {
      const copy = `
        INSERT INTO platform.audit_entries SELECT (jsonb_populate_record(entry, $2::jsonb)).*
        FROM platform.audit_entries AS entry WHERE workspace_id = $1 AND seq = 3`;
      const atTheEnd = await fill(5);
      await tamper(copy, [atTheEnd, JSON.stringify({ id: uuidv7(), seq: 6 })]);
      expect(await verification.verify(atTheEnd, null)).toMatchObject({ valid: false, firstBroken: 6 });
      const between = await fill(5);
      await tamper('UPDATE platform.audit_entries SET seq = seq + 10 WHERE workspace_id = $1 AND seq > 3', [
        between,
      ]);
      await tamper('UPDATE platform.audit_entries SET seq = seq - 9 WHERE workspace_id = $1 AND seq > 10', [
        between,
      ]);
      await tamper(copy, [between, JSON.stringify({ id: uuidv7(), seq: 4 })]);
      expect(await verification.verify(between, null)).toMatchObject({ valid: false, firstBroken: 4 });
    });

    it('that two changed places [O5]', async () => {
      const log = await fill(5);
      const move = (from: number, to: number) =>
        tamper('UPDATE platform.audit_entries SET seq = $3 WHERE workspace_id = $1 AND seq = $2', [
          log,
          from,
          to,
        ]);
      await move(2, 99);
      await move(3, 2);
      await move(99, 3);
      expect(await verification.verify(log, null)).toMatchObject({ valid: false, firstBroken: 2 });
    });

    it('by what was noted outside, that a log was written anew from end to end [O5]', async () => {
      const log = await fill(3);
      const before = await verification.verify(log, null);
      const known = { entries: before.entries, lastHash: before.lastHash! };
      await database.batch(log, [act(4)]);
      expect(await verification.verify(log, known)).toMatchObject({ valid: true, entries: 4 });
      await tamper('DELETE FROM platform.audit_heads WHERE workspace_id = $1', [log]);
      await tamper('DELETE FROM platform.audit_entries WHERE workspace_id = $1', [log]);
      await database.batch(log, [act(1), act(2), act(3), act(4)]);
      expect(await verification.verify(log, null)).toMatchObject({ valid: true });
      expect(await verification.verify(log, known)).toMatchObject({ valid: false, firstBroken: 3 });
      expect(await verification.verify(log, { ...known, entries: 9 })).toMatchObject({ firstBroken: 5 });
    });
  });

  describe('is only appended to', () => {
    it.each(['app', 'relay'] as const)(
      'by the %s login, which may not change or empty it [O5]',
      async (login) => {
        const log = await fill(2);
        const client = new Client({ connectionString: loginUrl(platform.ownerUrl, login) });
        await client.connect();
        await client.query(`SELECT set_config('app.workspace', $1, false)`, [log]);
        const refused = [
          `UPDATE platform.audit_entries SET action = 'test.other'`,
          'TRUNCATE platform.audit_entries',
          'ALTER TABLE platform.audit_entries DISABLE TRIGGER USER',
          ...(login === 'app'
            ? ['DELETE FROM platform.audit_entries', 'DELETE FROM platform.audit_heads']
            : []),
        ];
        for (const statement of refused) {
          await expect(client.query(statement)).rejects.toThrow(/permission denied|must be owner/);
        }
        await client.end();
        expect(await verification.verify(log, null)).toMatchObject({ valid: true, entries: 2 });
      },
    );

    it('in the platform’s own log, of which the relay can delete nothing [O5]', async () => {
      await database.query(NO_TENANT, audited({ action: 'test.kept' }));
      const client = new Client({ connectionString: loginUrl(platform.ownerUrl, 'relay') });
      await client.connect();
      for (const table of ['platform.audit_entries', 'platform.audit_heads']) {
        expect((await client.query(`DELETE FROM ${table} WHERE workspace_id IS NULL`)).rowCount).toBe(0);
      }
      await client.end();
      const { valid, entries } = await verification.verify(null, null);
      expect({ valid, isKept: entries > 0 }).toEqual({ valid: true, isKept: true });
    });

    it('by the owner too, who may switch off rules, but not by accident [O5]', async () => {
      await fill(1);
      for (const statement of [
        `UPDATE platform.audit_entries SET action = 'test.other'`,
        'DELETE FROM platform.audit_entries',
        'TRUNCATE platform.audit_entries',
      ]) {
        await expect(owner.query(statement)).rejects.toThrow('the audit log is only ever appended to');
      }
    });

    it('whatever place, time or hash a statement claims [O5]', async () => {
      const log = await fill(1);
      await database.query(
        log,
        sql`
          INSERT INTO platform.audit_entries
            (id, workspace_id, seq, occurred_at, action, outcome, actor_kind, detail, hash)
          VALUES (${uuidv7()}, ${log}, 77, '2001-01-01', 'test.forged', 'done', 'system', '{}', 'x')`,
      );
      expect(await placesOf(log)).toEqual([1, 2]);
      expect(await verification.verify(log, null)).toMatchObject({ valid: true, entries: 2 });
    });

    it('in the log of the transaction’s own workspace, and read in no other [TE-26]', async () => {
      const [mine, theirs] = [await fill(1), await fill(1)];
      const record = JSON.stringify(recordOf({ action: 'test.forged' }));
      const intoTheirs = sql`SELECT platform.append_audit_entry(${theirs}, ${record}::jsonb)`;
      await expect(database.query(mine, intoTheirs)).rejects.toThrow('row-level security');
      await database.query(theirs, intoTheirs);
      const [seen] = await database.query(
        mine,
        sql`SELECT count(*)::int AS rows FROM platform.audit_entries WHERE workspace_id IS DISTINCT FROM ${mine}`,
      );
      expect(seen).toEqual({ rows: 0 });
    });
  });
});
