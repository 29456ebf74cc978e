import { Database } from '../../src/platform/database/database';
import { startTestApp, type TestApp } from '../support/app';

const PASSWORD = 'seventeen purple walruses';

interface Me {
  readonly user: Record<string, unknown>;
  readonly workspaces: { readonly id: string; readonly name: string; readonly role: string }[];
}

describe('GET and PATCH /auth/me', () => {
  let app: TestApp;
  let people = 0;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  const signUp = async () => {
    const email = `me${++people}@example.com`;
    const { body } = await app.http<{ accessToken: string; user: { id: string } }>(
      'POST',
      '/auth/onboarding',
      {
        body: { email, password: PASSWORD, name: 'Ada', workspaceName: 'Acme' },
      },
    );
    return { token: body.accessToken, userId: body.user.id, email };
  };
  const me = (token: string) => app.http<Me>('GET', '/auth/me', { token });
  const change = (token: string, body: object) =>
    app.http<Me & { code: string; errors: { path: string }[] }>('PATCH', '/auth/me', { token, body });
  /** The statements that the application sends while something is done. */
  const countStatements = async (work: () => Promise<unknown>) => {
    const batch = jest.spyOn(app.app.get(Database), 'batch');
    await work();
    const about = batch.mock.calls.flatMap(([, statements]) => statements.map(({ text }) => text));
    batch.mockRestore();
    return about.filter((text) => /identity\.(users|sessions)|tenancy\.(members|workspaces)/.test(text));
  };

  it('shows the caller, authenticated by a bearer token, and the account as it is [ID-39 ID-44]', async () => {
    const { token, userId, email } = await signUp();
    const { status, body } = await me(token);
    expect(status).toBe(200);
    expect(body).toEqual({
      user: {
        id: userId,
        email,
        name: 'Ada',
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
        preferredModel: null,
        locale: null,
        hasPassword: true,
        hasSecondFactor: false,
        isAdministrator: false,
      },
      workspaces: [{ id: expect.any(String) as string, name: 'Acme', role: 'owner' }],
    });
    expect((await app.http('GET', '/auth/me')).status).toBe(401);
  });

  it('asks no database on a warm cache, and shows every change at once all the same [DA-08]', async () => {
    const { token } = await signUp();
    expect(await countStatements(() => me(token))).not.toEqual([]);
    expect(await countStatements(() => me(token))).toEqual([]);
    await change(token, { name: 'Ada Lovelace' });
    expect((await me(token)).body.user).toMatchObject({ name: 'Ada Lovelace' });
    await app.http('POST', '/workspaces', { token, body: { name: 'Second' } });
    expect((await me(token)).body.workspaces.map(({ name }) => name)).toEqual(['Acme', 'Second']);
  });

  it('changes what is sent and leaves the rest; null takes it away', async () => {
    const { token } = await signUp();
    const first = await change(token, { preferredModel: 'gpt-4o-mini', locale: 'de-CH' });
    expect(first).toMatchObject({
      status: 200,
      body: { user: { name: 'Ada', preferredModel: 'gpt-4o-mini', locale: 'de-CH' } },
    });
    const second = await change(token, { name: 'Countess', locale: null });
    expect(second.body.user).toMatchObject({ name: 'Countess', preferredModel: 'gpt-4o-mini', locale: null });
    const third = await change(token, {});
    expect(third.body.user).toEqual(second.body.user);
  });

  it.each([
    ['a name that is blank', { name: '  ' }, 'name'],
    ['no name', { name: null }, 'name'],
    ['a locale that is none', { locale: 'not a locale' }, 'locale'],
    ['a locale in another spelling', { locale: 'EN_gb' }, 'locale'],
    ['a locale in the wrong case', { locale: 'en-gb' }, 'locale'],
    ['a locale that is a list', { locale: ['en'] }, 'locale'],
    ['an endless model', { preferredModel: 'x'.repeat(121) }, 'preferredModel'],
    ['a role of one’s own choice', { isAdministrator: true }, 'isAdministrator'],
    ['another address', { email: 'other@example.com' }, 'email'],
  ])('refuses %s, and changes nothing [A5]', async (_, body, path) => {
    const { token } = await signUp();
    const before = (await me(token)).body;
    const answer = await change(token, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed', errors: [{ path }] } });
    expect((await me(token)).body).toEqual(before);
  });
});
