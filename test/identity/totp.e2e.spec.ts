import { Secret, TOTP } from 'otpauth';
import { Database, NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { SessionDirectory } from '../../src/platform/security/session-directory';
import { startTestApp, type TestApp } from '../support/app';
import { waitForMail } from '../support/mailbox';

const PASSWORD = 'seventeen purple walruses';
const STEP_MS = 30_000;

interface Person {
  readonly token: string;
  readonly email: string;
  readonly userId: string;
}

describe('The routes of the second factor', () => {
  let app: TestApp;
  let people = 0;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  const post = <B = { code?: string }>(path: string, body: object, token?: string) =>
    app.http<B>('POST', path, { body, token });
  const signUp = async (): Promise<Person> => {
    const email = `totp${++people}@example.com`;
    const { body } = await post<{ accessToken: string; user: { id: string } }>('/auth/onboarding', {
      ...{ email, password: PASSWORD, name: 'Ada', workspaceName: 'Acme' },
    });
    return { token: body.accessToken, email, userId: body.user.id };
  };
  /** The present code confirms; the next one, which is taken already, is then the first that was not used. */
  const codeOf = (secret: string, when: 'now' | 'next') =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: Date.now() + (when === 'next' ? STEP_MS : 0),
    });
  const setUp = async ({ token }: Person) => {
    const { body } = await post<{ secret: string; otpauthUrl: string }>('/auth/totp/setup', {}, token);
    const code = codeOf(body.secret, 'now');
    const confirmed = await post<{ recoveryCodes: string[] }>('/auth/totp/confirm', { code }, token);
    expect(confirmed.status).toBe(200);
    return { secret: body.secret, recoveryCodes: confirmed.body.recoveryCodes };
  };
  const logIn = (email: string, totp?: string) =>
    post<{ accessToken: string; code?: string }>('/auth/login', { email, password: PASSWORD, totp });
  const me = async (token: string) =>
    (await app.http<{ user: { hasSecondFactor: boolean } }>('GET', '/auth/me', { token })).body.user;
  const sessions = async (token: string) =>
    (await app.http<{ data: { current: boolean; isStrong: boolean }[] }>('GET', '/auth/sessions', { token }))
      .body.data;
  const makeOld = async ({ userId }: Person) => {
    const rows = await app.app.get(Database).query<{ id: string }>(
      NO_TENANT,
      sql`
        UPDATE identity.sessions SET authenticated_at = now() - interval '301 seconds'
        WHERE user_id = ${userId} RETURNING id`,
    );
    for (const { id } of rows) app.app.get(SessionDirectory).forgetSession(id);
  };

  it('set it up, ask for it at sign-in and take it away again [A16 ID-36]', async () => {
    const ada = await signUp();
    const { secret, recoveryCodes } = await setUp(ada);
    expect(recoveryCodes).toHaveLength(10);
    expect(await me(ada.token)).toMatchObject({ hasSecondFactor: true });
    expect(await sessions(ada.token)).toMatchObject([{ current: true, isStrong: true }]);
    await waitForMail(app, ada.email, 'now has a second factor');

    expect(await logIn(ada.email)).toMatchObject({ status: 401, body: { code: 'totp_required' } });
    const code = codeOf(secret, 'next');
    const signedIn = await logIn(ada.email, code);
    expect(signedIn.status).toBe(200);
    expect(await sessions(signedIn.body.accessToken)).toMatchObject([
      { current: true, isStrong: true },
      { current: false, isStrong: true },
    ]);
    expect(await logIn(ada.email, code)).toMatchObject({ status: 401 });
    expect((await logIn(ada.email, recoveryCodes[0])).status).toBe(200);
    await waitForMail(app, ada.email, 'A recovery code');

    expect((await post('/auth/totp/disable', { code: recoveryCodes[1]! }, ada.token)).status).toBe(204);
    expect(await me(ada.token)).toMatchObject({ hasSecondFactor: false });
    await waitForMail(app, ada.email, 'no second factor any more');
    expect((await logIn(ada.email)).status).toBe(200);
  });

  it.each([
    ['setup', {}],
    ['confirm', { code: '123456' }],
    ['disable', { code: '123456' }],
  ])('ask a session of long ago to show again who it is: %s [7.5.1]', async (route, body) => {
    const ada = await signUp();
    await makeOld(ada);
    const refused = await post(`/auth/totp/${route}`, body, ada.token);
    expect(refused).toMatchObject({ status: 403, body: { code: 'recent_sign_in_required' } });
    expect((await post('/auth/reauthenticate', { password: PASSWORD }, ada.token)).status).toBe(204);
    expect((await post(`/auth/totp/${route}`, body, ada.token)).status).not.toBe(403);
  });

  it('make a session strong that was opened before [A16]', async () => {
    const ada = await signUp();
    const older = (await logIn(ada.email)).body.accessToken;
    const { secret } = await setUp(ada);
    expect((await sessions(older)).find(({ current }) => current)).toMatchObject({ isStrong: false });
    expect(await post('/auth/reauthenticate', { password: PASSWORD }, older)).toMatchObject({
      status: 401,
      body: { code: 'totp_required' },
    });
    expect((await post('/auth/reauthenticate', { totp: codeOf(secret, 'next') }, older)).status).toBe(204);
    expect((await sessions(older)).find(({ current }) => current)).toMatchObject({ isStrong: true });
  });

  it.each(['login', 'magic-link/verify', 'external', 'reauthenticate', 'totp/confirm', 'totp/disable'])(
    'say that codes are locked after too many, as every route does that takes one: %s [A16]',
    async (route) => {
      const { body } = await app.http<{ paths: Record<string, { post: { responses: object } }> }>(
        'GET',
        '/docs/openapi.json',
      );
      expect(body.paths[`/api/v1/auth/${route}`]!.post.responses).toHaveProperty('423');
    },
  );

  it('refuse what is no code, and answer no more than that [A16]', async () => {
    const ada = await signUp();
    const setup = await post<{ secret: string }>('/auth/totp/setup', {}, ada.token);
    for (const code of ['', ' ', 12, null, ['123456'], 'x'.repeat(41)]) {
      const { status, body } = await post('/auth/totp/confirm', { code }, ada.token);
      expect({ status, code: body.code }).toEqual({ status: 400, code: 'validation_failed' });
    }
    const wrong = await post('/auth/totp/confirm', { code: 'not a code' }, ada.token);
    expect(wrong).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    expect(JSON.stringify(wrong.body)).not.toContain(setup.body.secret);
    expect(await post('/auth/totp/setup', { userId: ada.userId }, ada.token)).toMatchObject({ status: 400 });
  });
});
