import { Client } from 'pg';
import { loginUrl } from '../../src/platform/database/roles';
import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';

interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly members: number;
  readonly suspendedAt: string | null;
  readonly suspensionReason: string | null;
}

describe('The operator’s view of workspaces', () => {
  let app: TestApp;
  let operator: Record<string, string>;
  let ada: Account;
  let bob: Account;

  beforeAll(async () => {
    app = await startTestApp();
    operator = { 'X-API-Key': app.runtime.adminKey };
    ada = await signUp(app, 'ada');
    bob = await signUp(app, 'bob');
  });
  afterAll(() => app.stop());

  const list = async (query = '') =>
    (
      await app.http<{ data: Workspace[]; nextCursor: string | null }>('GET', `/admin/workspaces${query}`, {
        headers: operator,
      })
    ).body;
  const act = (id: string, what: 'suspend' | 'resume', body?: object) =>
    app.http<Workspace>('POST', `/admin/workspaces/${id}/${what}`, { headers: operator, body });
  const documents = async ({ token }: Account, at: TestApp = app) => {
    const { status, body } = await at.http<{ code?: string }>('GET', '/knowledge/documents', { token });
    return `${status} ${body.code ?? 'ok'}`;
  };

  it('shows all of them, page by page, newest first', async () => {
    const all = await list();
    expect(all.data.map(({ id }) => id)).toEqual([bob.workspaceId, ada.workspaceId]);
    expect(all.data[0]).toMatchObject({ name: 'bob Ltd', members: 1, suspendedAt: null, deletedAt: null });
    const first = await list('?limit=1');
    const second = await list(`?limit=1&cursor=${first.nextCursor}`);
    expect([...first.data, ...second.data]).toEqual(all.data);
    expect(second.nextCursor).toBeNull();
  });

  it('finds them by a part of their name, and takes no wildcard for one', async () => {
    expect((await list('?q=ADA')).data.map(({ id }) => id)).toEqual([ada.workspaceId]);
    expect((await list('?q=%25')).data).toEqual([]);
    expect((await list('?q=_')).data).toEqual([]);
  });

  it('shuts one out and lets it in again, at once here and within five seconds elsewhere', async () => {
    const second = await startTestApp({ DATABASE_URL: app.ownerUrl, JWT_SECRET: app.runtime.jwtSecret });
    try {
      expect([await documents(ada), await documents(ada, second)]).toEqual(['200 ok', '200 ok']);
      const suspended = await act(ada.workspaceId, 'suspend', { reason: 'Sends spam.' });
      expect(suspended).toMatchObject({ status: 200, body: { suspensionReason: 'Sends spam.' } });
      expect([await documents(ada), await documents(bob)]).toEqual(['403 workspace_suspended', '200 ok']);
      await eventually(
        async () => expect(await documents(ada, second)).toBe('403 workspace_suspended'),
        5_000,
      );
      const run = { token: ada.token, body: { message: 'Hello' } };
      expect((await app.http('POST', '/agents/customer-service/run', run)).status).toBe(403);
      expect((await list('?status=suspended')).data.map(({ id }) => id)).toEqual([ada.workspaceId]);
      expect((await list('?status=active')).data.map(({ id }) => id)).toEqual([bob.workspaceId]);

      expect(await act(ada.workspaceId, 'resume')).toMatchObject({
        status: 200,
        body: { suspendedAt: null },
      });
      expect(await documents(ada)).toBe('200 ok');
      await eventually(async () => expect(await documents(ada, second)).toBe('200 ok'), 5_000);
    } finally {
      await second.stop();
    }
  });

  it('keeps what was done to a workspace in the platform’s log', async () => {
    await act(bob.workspaceId, 'suspend', { reason: 'Private words about somebody.' });
    await act(bob.workspaceId, 'resume');
    await act(bob.workspaceId, 'resume');
    const relay = new Client({ connectionString: loginUrl(app.ownerUrl, 'relay') });
    await relay.connect();
    const { rows } = await relay.query<{ action: string; workspace_id: string | null; actor_kind: string }>(
      `SELECT action, workspace_id, actor_kind, detail::text FROM platform.audit_entries
       WHERE subject_kind = 'workspace' AND subject_id = $1 AND action LIKE 'tenancy.workspace_%ed'
         AND action <> 'tenancy.workspace_opened' ORDER BY seq`,
      [bob.workspaceId],
    );
    await relay.end();
    expect(rows.map(({ action, workspace_id, actor_kind }) => [action, workspace_id, actor_kind])).toEqual([
      ['tenancy.workspace_suspended', null, 'admin'],
      ['tenancy.workspace_resumed', null, 'admin'],
    ]);
    expect(JSON.stringify(rows)).not.toContain('Private words');
  });

  it('says so when there is no such workspace, or no reason', async () => {
    const nowhere = '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10';
    const answers = [
      await app.http('GET', `/admin/workspaces/${nowhere}`, { headers: operator }),
      await act(nowhere, 'suspend', { reason: 'None.' }),
      await act(nowhere, 'resume'),
      await act(ada.workspaceId, 'suspend', { reason: ' ' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 400]);
    expect(await documents(ada)).toBe('200 ok');
  });

  it('reaches no further than that: the login behind it sees no settings, and changes nothing [T13]', async () => {
    const relay = new Client({ connectionString: loginUrl(app.ownerUrl, 'relay') });
    await relay.connect();
    await expect(relay.query('SELECT settings FROM tenancy.workspaces')).rejects.toThrow(/permission denied/);
    await expect(relay.query(`UPDATE tenancy.workspaces SET name = ''`)).rejects.toThrow(/permission denied/);
    await expect(relay.query('SELECT role FROM tenancy.members')).rejects.toThrow(/permission denied/);
    await relay.end();
  });
});
