import { Client } from 'pg';
import { Database, NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';

describe('Administrators who are persons', () => {
  let app: TestApp;
  let owner: Client;
  let operator: Record<string, string>;
  let ada: Account & { userId: string };

  beforeAll(async () => {
    app = await startTestApp();
    operator = { 'X-API-Key': app.runtime.adminKey };
    owner = new Client({ connectionString: app.ownerUrl });
    await owner.connect();
  });
  beforeEach(async () => void (ada = await join(`ada${Date.now()}`)));
  afterAll(async () => {
    await owner.end();
    await app.stop();
  });

  const join = async (name: string) => {
    const account = await signUp(app, name);
    const me = await app.http<{ user: { id: string } }>('GET', '/auth/me', { token: account.token });
    return { ...account, userId: me.body.user.id };
  };
  const appoint = (userId: string, headers = operator) =>
    app.http('POST', '/admin/administrators', { headers, body: { userId } });
  const dismiss = (userId: string) =>
    app.http('DELETE', `/admin/administrators/${userId}`, { headers: operator });
  const visit = async (token = ada.token, from: TestApp = app) => {
    const { status, body } = await from.http<{ code?: string }>('GET', '/admin/workspaces', { token });
    return `${status} ${body.code ?? 'ok'}`;
  };
  const audited = async () => {
    const entries = await app.app.get(Database).query<{ action: string }>(
      NO_TENANT,
      sql`SELECT action FROM platform.audit_entries
          WHERE workspace_id IS NULL AND subject_kind = 'user' AND subject_id = ${ada.userId} ORDER BY seq`,
    );
    return entries.map(({ action }) => action).filter((action) => action.includes('administrator'));
  };
  /** As signing in with a second factor leaves it. */
  const strengthen = () =>
    owner.query('UPDATE identity.sessions SET is_strong = true WHERE user_id = $1', [ada.userId]);

  it('are appointed and dismissed with the key, effective on open sessions within five seconds [ID-31 8.3.2]', async () => {
    await strengthen();
    const second = await startTestApp({ DATABASE_URL: app.ownerUrl, JWT_SECRET: app.runtime.jwtSecret });
    try {
      expect(await visit(ada.token, second)).toBe('403 forbidden');
      expect(await appoint(ada.userId)).toMatchObject({ status: 201, body: { userId: ada.userId } });
      await eventually(async () => expect(await visit()).toBe('200 ok'), 5_000);
      await eventually(async () => expect(await visit(ada.token, second)).toBe('200 ok'), 5_000);
      expect((await dismiss(ada.userId)).status).toBe(204);
      expect(await visit()).toBe('403 forbidden');
      await eventually(async () => expect(await visit(ada.token, second)).toBe('403 forbidden'), 5_000);
    } finally {
      await second.stop();
    }
  });

  it('need a session with a second factor, and keep their own standing beside it [ID-31]', async () => {
    await appoint(ada.userId);
    expect(await visit()).toBe('403 second_factor_required');
    expect((await app.http('GET', '/knowledge/documents', { token: ada.token })).status).toBe(200);
  });

  it('open every door that the key opens, and can appoint others [ID-31]', async () => {
    await strengthen();
    await appoint(ada.userId);
    const bob = await join(`bob${Date.now()}`);
    const headers = { authorization: `Bearer ${ada.token}` };
    await eventually(async () => expect(await visit()).toBe('200 ok'), 5_000);
    expect((await appoint(bob.userId, headers)).status).toBe(201);
    for (const path of ['/admin/administrators', '/admin/dlq', '/admin/blocked-addresses']) {
      const [person, key] = [
        await app.http('GET', path, { token: ada.token }),
        await app.http('GET', path, { headers: operator }),
      ];
      expect([person.status, person.body]).toEqual([200, key.body]);
    }
  });

  it('are not kept out by the suspension of a workspace of their own, and can end it [ID-31]', async () => {
    await strengthen();
    await appoint(ada.userId);
    const act = (what: string, body?: object) =>
      app.http('POST', `/admin/workspaces/${ada.workspaceId}/${what}`, { token: ada.token, body });
    expect((await act('suspend', { reason: 'A trial.' })).status).toBe(200);
    expect((await app.http('GET', '/knowledge/documents', { token: ada.token })).status).toBe(403);
    expect((await act('resume')).status).toBe(200);
    expect((await app.http('GET', '/knowledge/documents', { token: ada.token })).status).toBe(200);
  });

  it('are listed, and are nobody twice [ID-31]', async () => {
    const answers = [await appoint(ada.userId), await appoint(ada.userId)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    const { body } = await app.http<{ data: { userId: string }[] }>('GET', '/admin/administrators', {
      headers: operator,
    });
    expect(body.data.filter(({ userId }) => userId === ada.userId)).toHaveLength(1);
    expect(await audited()).toEqual(['identity.administrator_appointed']);
    expect([(await dismiss(ada.userId)).status, (await dismiss(ada.userId)).status]).toEqual([204, 404]);
    expect(await audited()).toEqual(['identity.administrator_appointed', 'identity.administrator_dismissed']);
  });

  it('are nobody that does not exist, and no owner appoints them [ID-31]', async () => {
    expect((await appoint('01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10')).status).toBe(404);
    expect((await appoint(ada.userId, { authorization: `Bearer ${ada.token}` })).status).toBe(403);
    expect((await appoint('ada')).status).toBe(400);
  });
});
