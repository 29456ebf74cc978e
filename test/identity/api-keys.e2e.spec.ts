import { Client } from 'pg';
import { Database } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { SCOPES } from '../../src/platform/security/scopes';
import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';

interface Key {
  readonly id: string;
  readonly prefix: string;
  readonly secret: string | null;
  readonly createdBy: string;
}

describe('API keys over HTTP', () => {
  let app: TestApp;
  let owner: Client;
  let ada: Account;
  let bob: Account;

  beforeAll(async () => {
    app = await startTestApp();
    owner = new Client({ connectionString: app.ownerUrl });
    await owner.connect();
    ada = await signUp(app, 'ada');
    bob = await signUp(app, 'bob');
  });
  afterAll(async () => {
    await owner.end();
    await app.stop();
  });

  const at = (account: Account) => `/workspaces/${account.workspaceId}/api-keys`;
  const make = (body: object = {}, headers: Record<string, string> = {}) =>
    app.http<Key>('POST', at(ada), {
      token: ada.token,
      headers,
      body: { name: 'Web shop', role: 'service', scopes: [...SCOPES], ...body },
    });
  const by = (secret: string | null, path = '/knowledge/documents', from: TestApp = app) =>
    from.http<{ code?: string }>('GET', path, { headers: { 'X-API-Key': secret ?? '' } });

  it('are shown whole once, when they are made [A12 ID-32]', async () => {
    const made = await make();
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ name: 'Web shop', role: 'service', lastUsedAt: null, revokedAt: null });
    expect(made.body.secret).toMatch(/^prk_/);
    expect(made.body.secret!.startsWith(made.body.prefix)).toBe(true);
    const listed = await app.http<{ data: Key[] }>('GET', at(ada), { token: ada.token });
    const [first] = listed.body.data;
    expect(first).toMatchObject({ id: made.body.id, prefix: made.body.prefix });
    expect(JSON.stringify(listed.body)).not.toContain(made.body.secret!.slice(46));
    expect(first).not.toHaveProperty('secret');
  });

  it('are withheld from a replay, which answers the rest of what it did [A12]', async () => {
    const [first, again] = [
      await make({}, { 'Idempotency-Key': 'k1' }),
      await make({}, { 'Idempotency-Key': 'k1' }),
    ];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual({ ...first.body, secret: null });
    expect((await by(first.body.secret)).status).toBe(200);
  });

  it('are nowhere in the database [A12 A13]', async () => {
    const { secret } = (await make({}, { 'Idempotency-Key': 'k2' })).body;
    await by(secret);
    const body = Buffer.from(secret!.slice(4, -7), 'base64url');
    const hidden = body.subarray(32);
    const traces = [
      secret!.slice(46),
      secret!.slice(4, 90),
      ...(['hex', 'base64', 'base64url'] as const).map((form) => hidden.toString(form).replace(/=+$/, '')),
    ];
    const dump = await dumpOf(owner);
    expect(dump).toContain('Web shop');
    expect(traces.filter((trace) => dump.includes(trace))).toEqual([]);
  });

  it('open what their scopes name, and nothing else [A12 ID-33]', async () => {
    const { secret } = (await make({ scopes: ['knowledge:read'] })).body;
    const asked = [
      await by(secret),
      await by(secret, '/conversations'),
      await by(secret, '/workspaces'),
      await by(secret, at(ada)),
    ];
    expect(asked.map(({ status, body }) => [status, body.code])).toEqual([
      [200, undefined],
      [403, 'scope_missing'],
      [403, 'forbidden'],
      [403, 'forbidden'],
    ]);
  });

  it('hand in and ask like people do [ID-32]', async () => {
    const { secret } = (await make({ scopes: ['knowledge:write', 'agents:run'] })).body;
    const headers = { 'X-API-Key': secret! };
    const documents = [{ title: 'Hours', content: 'The shop is open from nine to five.' }];
    const ingested = await app.http('POST', '/agents/customer-service/ingest', {
      headers,
      body: { documents },
    });
    expect(ingested.status).toBe(202);
    const run = await app.http('POST', '/agents/customer-service/run', {
      headers,
      body: { message: 'Hello' },
    });
    expect(run.status).toBe(200);
  });

  it('keep their Idempotency-Keys apart from those of other keys [T1]', async () => {
    const keys = [(await make()).body.secret!, (await make()).body.secret!];
    const documents = [{ title: 'Note', content: 'Something to be remembered.' }];
    const answers = await Promise.all(
      keys.map((secret) =>
        app.http('POST', '/agents/customer-service/ingest', {
          headers: { 'X-API-Key': secret, 'Idempotency-Key': 'same' },
          body: { documents },
        }),
      ),
    );
    expect(new Set(answers.map(({ body }) => body.ingestionId)).size).toBe(2);
  });

  it('lead into no other workspace [T1 ID-32]', async () => {
    const { secret } = (await make()).body;
    const headers = { 'X-API-Key': secret!, 'X-Workspace-ID': bob.workspaceId };
    const { status, body } = await app.http('GET', '/knowledge/documents', { headers });
    expect([status, body.code]).toEqual([403, 'not_a_member']);
    expect((await by(secret, at(bob))).status).toBe(404);
  });

  it('are neither seen nor revoked by other workspaces and by members [T1]', async () => {
    const { id } = (await make()).body;
    for (const path of [at(ada), at(bob)]) {
      const { status } = await app.http('DELETE', `${path}/${id}`, { token: bob.token });
      expect(status).toBe(404);
    }
    expect((await app.http('GET', at(ada), { token: bob.token })).status).toBe(404);
  });

  it('stop working everywhere within five seconds of being revoked [A12]', async () => {
    const second = await startTestApp({ DATABASE_URL: app.ownerUrl });
    try {
      const { id, secret } = (await make()).body;
      expect([(await by(secret)).status, (await by(secret, undefined, second)).status]).toEqual([200, 200]);
      const revoked = await app.http('DELETE', `${at(ada)}/${id}`, { token: ada.token });
      expect(revoked.status).toBe(204);
      expect(await by(secret)).toMatchObject({ status: 401, body: { code: 'invalid_api_key' } });
      await eventually(async () => expect((await by(secret, undefined, second)).status).toBe(401), 5_000);
    } finally {
      await second.stop();
    }
  });

  it('outlive the membership of who made them', async () => {
    const { secret, createdBy } = (await make()).body;
    const database = app.app.get(Database);
    const gone = await database.query<{ role: string }>(
      ada.workspaceId,
      sql`DELETE FROM tenancy.members WHERE user_id = ${createdBy} RETURNING role`,
    );
    expect(gone).toEqual([{ role: 'owner' }]);
    try {
      expect((await by(secret)).status).toBe(200);
    } finally {
      await database.query(
        ada.workspaceId,
        sql`INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
            VALUES (${ada.workspaceId}, ${createdBy}, 'owner', now())`,
      );
    }
  });

  it('are made and revoked only by who has signed in just now [7.5.1]', async () => {
    const late = await signUp(app, 'late');
    await owner.query(`UPDATE identity.sessions SET authenticated_at = now() - interval '6 minutes'
      WHERE active_workspace_id = '${late.workspaceId}'`);
    const body = { name: 'Shop', role: 'service', scopes: ['knowledge:read'] };
    const tried = [
      await app.http('POST', at(late), { token: late.token, body }),
      await app.http('DELETE', `${at(late)}/${late.workspaceId}`, { token: late.token }),
    ];
    expect(tried.map(({ status, body: { code } }) => [status, code])).toEqual([
      [403, 'recent_sign_in_required'],
      [403, 'recent_sign_in_required'],
    ]);
    expect((await app.http('GET', at(late), { token: late.token })).status).toBe(200);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ role: 'owner' }, 'role'],
    [{ role: 'admin' }, 'role'],
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['everything'] }, 'scopes'],
    [{ scopes: ['knowledge:read', 'knowledge:read'] }, 'scopes'],
    [{ scopes: 'knowledge:read' }, 'scopes'],
    [{ expiresAt: 'soon' }, 'expiresAt'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ expiresAt: '2099-01-01T00:00:00Z' }, 'expiresAt'],
    [{ workspaceId: '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10' }, 'workspaceId'],
  ])('are not made of %j [A5]', async (body, path) => {
    const { status, body: problem } = await make(body);
    expect(status).toBe(400);
    expect(problem).toMatchObject({ errors: [{ path }] });
  });

  it.each(['wrong', 'prk_', 'prk_wrong', `prk_${'A'.repeat(86)}_000000`])(
    'are refused when they are %j, whatever else the request carries [ID-30]',
    async (secret) => {
      const headers = { 'X-API-Key': secret };
      const answer = await app.http('GET', '/knowledge/documents', { token: ada.token, headers });
      expect([answer.status, answer.body.code]).toEqual([401, 'invalid_api_key']);
    },
  );
});

/** Every row of every table. Row-level security is forced on the owner too, unless the owner says otherwise. */
async function dumpOf(owner: Client): Promise<string> {
  const { rows: tables } = await owner.query<{ name: string }>(`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`);
  const texts: string[] = [];
  await owner.query('BEGIN');
  for (const { name } of tables) {
    await owner.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
    const { rows } = await owner.query<{ text: string }>(
      `SELECT row_to_json(t)::text AS text FROM ${name} t`,
    );
    texts.push(...rows.map(({ text }) => text));
  }
  await owner.query('ROLLBACK');
  return texts.join('\n');
}
