import { Database } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { SessionDirectory } from '../../src/platform/security/session-directory';
import { startTestApp, type TestApp } from '../support/app';

interface Person {
  readonly token: string;
  readonly userId: string;
  readonly workspaceId: string;
}

describe('The workspace routes', () => {
  let app: TestApp;
  let ada: Person;
  let bob: Person;
  let eve: Person;

  beforeAll(async () => {
    app = await startTestApp();
    [ada, bob, eve] = await Promise.all([signUp('Ada'), signUp('Bob'), signUp('Eve')]);
    await join(bob, ada.workspaceId);
  });
  afterAll(() => app.stop());

  const signUp = async (name: string): Promise<Person> => {
    const { body } = await app.http<{ accessToken: string; workspaceId: string; user: { id: string } }>(
      'POST',
      '/auth/onboarding',
      {
        body: {
          ...{ email: `${name}@example.com`, password: 'nineteen cautious lanterns' },
          ...{ name, workspaceName: `${name}'s` },
        },
      },
    );
    return { token: body.accessToken, userId: body.user.id, workspaceId: body.workspaceId };
  };
  const join = async ({ userId }: Person, workspaceId: string) => {
    await app.app.get(Database).query(
      workspaceId,
      sql`INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
          VALUES (${workspaceId}, ${userId}, 'member', now())`,
    );
    app.app.get(SessionDirectory).forgetMember(userId, workspaceId);
  };
  const as = (person: Person, method: string, path: string, body?: unknown) =>
    app.http<{ data: object[] }>(method, path, { token: person.token, body });

  it('list the caller’s own, newest first, page by page [TE-04]', async () => {
    for (const name of ['Two', 'Three']) await as(eve, 'POST', '/workspaces', { name });
    const first = await app.http<{ data: object[]; nextCursor: string }>('GET', '/workspaces?limit=2', {
      token: eve.token,
    });
    expect(first.body).toMatchObject({ data: [{ name: 'Three', role: 'owner' }, { name: 'Two' }] });
    const rest = await as(eve, 'GET', `/workspaces?limit=2&cursor=${first.body.nextCursor}`);
    expect(rest.body).toMatchObject({ data: [{ name: "Eve's" }], nextCursor: null });
  });

  it('create one, and once for one Idempotency-Key [TE-07]', async () => {
    const create = () =>
      app.http<{ id: string }>('POST', '/workspaces', {
        ...{ token: bob.token, body: { name: 'Bob’s second' } },
        headers: { 'idempotency-key': 'bobs-second' },
      });
    const [first, again] = [await create(), await create()];
    expect(first).toMatchObject({ status: 201, body: { name: 'Bob’s second', role: 'owner' } });
    expect(again.body).toEqual(first.body);
  });

  it('show and change settings one by one [TE-19]', async () => {
    const path = `/workspaces/${ada.workspaceId}`;
    await as(ada, 'PATCH', path, { settings: { persona: 'Patient', retentionDays: 30 } });
    const changed = await as(ada, 'PATCH', path, { name: 'Renamed', settings: { retentionDays: null } });
    expect(changed).toMatchObject({
      status: 200,
      body: { name: 'Renamed', settings: { persona: 'Patient', retentionDays: null, allowedOrigins: [] } },
    });
    expect((await as(bob, 'GET', path)).body).toMatchObject({ name: 'Renamed', role: 'member' });
    expect((await as(ada, 'PATCH', path, { settings: { plan: 'gold' } })).status).toBe(400);
    expect((await as(ada, 'PATCH', path, { id: eve.workspaceId })).status).toBe(400);
  });

  it('say of a foreign workspace just what they say of none', async () => {
    for (const [method, rest] of [
      ['GET', ''],
      ['PATCH', ''],
      ['GET', '/members'],
      ['DELETE', `/members/${ada.userId}`],
    ] as const) {
      const body = method === 'PATCH' ? { name: 'Mine' } : undefined;
      const foreign = await as(eve, method, `/workspaces/${ada.workspaceId}${rest}`, body);
      const none = await as(eve, method, `/workspaces/01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10${rest}`, body);
      expect(foreign).toMatchObject({ status: 404, body: { code: 'not_found' } });
      expect(told(none.body)).toEqual(told(foreign.body));
    }
    expect((await as(eve, 'GET', '/workspaces/acme')).status).toBe(404);
  });

  it('list members with their names, and change roles with effect on open sessions [TE-05 TE-09]', async () => {
    const members = `/workspaces/${ada.workspaceId}/members`;
    expect((await as(bob, 'GET', members)).body.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ userId: ada.userId, name: 'Ada', email: 'Ada@example.com', role: 'owner' }),
        expect.objectContaining({ userId: bob.userId, name: 'Bob', role: 'member' }),
      ]),
    );
    const rename = () => as(bob, 'PATCH', `/workspaces/${ada.workspaceId}`, { name: 'By Bob' });
    expect(await rename()).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const promoted = await as(ada, 'PATCH', `${members}/${bob.userId}`, { role: 'owner' });
    expect(promoted).toMatchObject({ status: 200, body: { userId: bob.userId, role: 'owner' } });
    expect((await rename()).status).toBe(200);
    expect((await as(bob, 'PATCH', `${members}/${ada.userId}`, { role: 'member' })).status).toBe(200);
    expect((await as(ada, 'PATCH', `${members}/${bob.userId}`, { role: 'member' })).status).toBe(403);
    expect(await as(bob, 'DELETE', `${members}/${bob.userId}`)).toMatchObject({
      status: 409,
      body: { code: 'last_owner' },
    });
    expect((await as(bob, 'PATCH', `${members}/${ada.userId}`, { role: 'admin' })).status).toBe(400);
    expect((await as(bob, 'DELETE', `${members}/${ada.userId}`)).status).toBe(204);
    expect((await as(ada, 'GET', members)).status).toBe(404);
    expect(await as(ada, 'GET', '/conversations')).toMatchObject({
      status: 403,
      body: { code: 'not_a_member' },
    });
    expect((await as(bob, 'DELETE', `${members}/${ada.userId}`)).status).toBe(404);
  });
});

/** Without what names the request itself. */
function told(problem: object): object {
  return { ...problem, instance: '', requestId: '' };
}
