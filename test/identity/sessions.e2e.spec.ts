import { Database, NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { SessionDirectory } from '../../src/platform/security/session-directory';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';

const PASSWORD = 'seventeen purple walruses';
const NEXT_PASSWORD = 'gravel osprey lichen tulip';
const SECRET = 'one secret for both of the instances, long enough';
const PROMISED_MS = 5_000;

interface Person {
  readonly token: string;
  readonly refreshToken: string;
  readonly email: string;
  readonly userId: string;
  readonly workspaceId: string;
}
interface Session {
  readonly id: string;
  readonly current: boolean;
}

describe('A session, on two instances of one database', () => {
  let here: TestApp;
  let there: TestApp;
  let people = 0;
  beforeAll(async () => {
    here = await startTestApp({ JWT_SECRET: SECRET });
    there = await startTestApp({ JWT_SECRET: SECRET, DATABASE_URL: here.ownerUrl });
  });
  afterAll(async () => {
    await there.stop();
    await here.stop();
  });

  const signUp = async (): Promise<Person> => {
    const email = `session${++people}@example.com`;
    const { body } = await here.http<{
      accessToken: string;
      refreshToken: string;
      user: { id: string };
      workspaceId: string;
    }>('POST', '/auth/onboarding', {
      body: { email, password: PASSWORD, name: 'Ada', workspaceName: 'Acme' },
    });
    const { accessToken: token, refreshToken, workspaceId } = body;
    return { token, refreshToken, email, userId: body.user.id, workspaceId };
  };
  const logIn = async ({ email }: Person) => {
    const { body } = await here.http<{ accessToken: string; refreshToken: string }>('POST', '/auth/login', {
      body: { email, password: PASSWORD },
    });
    return { token: body.accessToken, refreshToken: body.refreshToken };
  };
  const statusOf = async (app: TestApp, token: string) => {
    const { status, body } = await app.http<{ code?: string }>('GET', '/auth/me', { token });
    return body.code ? `${status} ${body.code}` : status;
  };
  const list = async (token: string) =>
    (await here.http<{ data: Session[] }>('GET', '/auth/sessions', { token })).body.data;
  /** Both instances must have the session in their caches: only then does the test show that they forget it. */
  const warmUp = async (...tokens: string[]) => {
    for (const token of tokens)
      expect([await statusOf(here, token), await statusOf(there, token)]).toEqual([200, 200]);
  };
  const dies = async (token: string) => {
    const since = performance.now();
    expect(await statusOf(here, token)).toBe('401 session_ended');
    await eventually(async () => expect(await statusOf(there, token)).toBe('401 session_ended'));
    expect(performance.now() - since).toBeLessThan(PROMISED_MS);
  };

  it('dies with signing out [A8 ID-04 ID-09 ID-16]', async () => {
    const { token, refreshToken } = await signUp();
    await warmUp(token);
    expect((await here.http('POST', '/auth/logout', { token })).status).toBe(204);
    await dies(token);
    expect((await there.http('POST', '/auth/token', { body: { refreshToken } })).status).toBe(401);
  });

  it('dies with a change of the password, all of them [A8 ID-16]', async () => {
    const ada = await signUp();
    const other = await logIn(ada);
    await warmUp(ada.token, other.token);
    const changed = await here.http<{ accessToken: string }>('POST', '/auth/password/change', {
      token: ada.token,
      body: { currentPassword: PASSWORD, newPassword: NEXT_PASSWORD },
    });
    expect(changed.status).toBe(200);
    await dies(ada.token);
    await dies(other.token);
    for (const { refreshToken } of [ada, other]) {
      expect((await there.http('POST', '/auth/token', { body: { refreshToken } })).status).toBe(401);
    }
    expect(await statusOf(there, changed.body.accessToken)).toBe(200);
  });

  it('dies with the account [A8]', async () => {
    const { token, workspaceId } = await signUp();
    await warmUp(token);
    expect((await here.http('DELETE', `/workspaces/${workspaceId}`, { token })).status).toBeLessThan(300);
    expect((await here.http('DELETE', '/auth/me', { token })).status).toBe(202);
    await dies(token);
  });

  it('dies at once, in whatever case its id is written [A8]', async () => {
    const ada = await signUp();
    const lost = await logIn(ada);
    await warmUp(ada.token, lost.token);
    const { id } = (await list(ada.token)).find(({ current }) => !current)!;
    const path = `/auth/sessions/${id.toUpperCase()}`;
    expect((await here.http('DELETE', path, { token: ada.token })).status).toBe(204);
    await dies(lost.token);
  });

  it('dies when it is ended from afar, one or all others [A8]', async () => {
    const ada = await signUp();
    const [lost, second, third] = [await logIn(ada), await logIn(ada), await logIn(ada)];
    await warmUp(ada.token, lost.token, second.token, third.token);
    const { id } = (await list(lost.token)).find(({ current }) => current)!;
    expect((await here.http('DELETE', `/auth/sessions/${id}`, { token: ada.token })).status).toBe(204);
    await dies(lost.token);
    expect(await list(ada.token)).toHaveLength(3);
    expect(
      (await here.http('POST', '/auth/sessions/end-others', { token: ada.token, body: {} })).status,
    ).toBe(204);
    await dies(second.token);
    await dies(third.token);
    expect(await list(ada.token)).toMatchObject([{ current: true }]);
  });

  it('dies when its refresh token is stolen and comes again [A8]', async () => {
    const { token, refreshToken, userId } = await signUp();
    const next = await here.http<{ accessToken: string }>('POST', '/auth/token', { body: { refreshToken } });
    await warmUp(token, next.body.accessToken);
    await makeTokensOld(here, userId);
    expect(await here.http('POST', '/auth/token', { body: { refreshToken } })).toMatchObject({
      status: 401,
      body: { code: 'refresh_token_reused' },
    });
    await dies(token);
    await dies(next.body.accessToken);
  });

  it('is demoted or shut out with its person, in that workspace alone [A8]', async () => {
    const [ada, bob] = [await signUp(), await signUp()];
    await join(here, bob, ada);
    const headers = { 'x-workspace-id': ada.workspaceId };
    const path = `/workspaces/${ada.workspaceId}/members`;
    const inAdas = async (app: TestApp) => {
      const { status, body } = await app.http<{ code?: string }>('PATCH', `/workspaces/${ada.workspaceId}`, {
        token: bob.token,
        headers,
        body: { name: 'Acme' },
      });
      return body.code ? `${status} ${body.code}` : status;
    };
    const becomes = async (expected: unknown) => {
      const since = performance.now();
      for (const app of [here, there])
        await eventually(async () => expect(await inAdas(app)).toEqual(expected));
      expect(performance.now() - since).toBeLessThan(PROMISED_MS);
    };
    expect(
      (await here.http('PATCH', `${path}/${bob.userId}`, { token: ada.token, body: { role: 'owner' } }))
        .status,
    ).toBe(200);
    await becomes(200);
    await here.http('PATCH', `${path}/${bob.userId}`, { token: ada.token, body: { role: 'member' } });
    await becomes('403 forbidden');
    await here.http('DELETE', `${path}/${bob.userId}`, { token: ada.token });
    await becomes('403 not_a_member');
    expect(await statusOf(there, bob.token)).toBe(200);
  });

  it('is nobody else’s to see or to end: another’s is answered like none [A3]', async () => {
    const [ada, bob] = [await signUp(), await signUp()];
    const [own] = await list(ada.token);
    const foreign = await here.http('DELETE', `/auth/sessions/${own!.id}`, { token: bob.token });
    const none = await here.http('DELETE', `/auth/sessions/${ada.userId}`, { token: bob.token });
    expect(foreign).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect({ ...foreign.body, instance: '', requestId: '' }).toEqual({
      ...none.body,
      instance: '',
      requestId: '',
    });
    expect(await statusOf(here, ada.token)).toBe(200);
    expect((await here.http('DELETE', '/auth/sessions/mine', { token: bob.token })).status).toBe(400);
  });
});

/** A used token counts as stolen once ten seconds have passed. */
async function makeTokensOld({ app }: TestApp, userId: string): Promise<void> {
  await app.get(Database).query(
    NO_TENANT,
    sql`
      UPDATE identity.refresh_tokens SET rotated_at = rotated_at - interval '11 seconds'
      WHERE session_id IN (SELECT id FROM identity.sessions WHERE user_id = ${userId})`,
  );
}

async function join({ app }: TestApp, { userId }: Person, { workspaceId }: Person): Promise<void> {
  await app.get(Database).query(
    workspaceId,
    sql`INSERT INTO tenancy.members (workspace_id, user_id, role, created_at)
        VALUES (${workspaceId}, ${userId}, 'member', now())`,
  );
  app.get(SessionDirectory).forgetMember(userId, workspaceId);
}
