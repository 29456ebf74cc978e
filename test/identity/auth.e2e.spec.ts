import { SessionGrants } from '../../src/contexts/identity/commands/session-grants';
import { startTestApp, type TestApp } from '../support/app';
import { eventually } from '../support/eventually';

const PASSWORD = 'nineteen cautious lanterns';
const SECRET = 'one secret for both of the instances, long enough';

interface Tokens {
  accessToken: string;
  refreshToken?: string;
  expiresIn: number;
  workspaceId: string;
  user: { id: string };
}

let people = 0;
const newcomer = () => ({
  email: `ada${++people}@example.com`,
  password: PASSWORD,
  name: 'Ada',
  workspaceName: `Acme ${people}`,
});

/** What a browser keeps of Set-Cookie. */
class Cookies {
  private readonly jar = new Map<string, string>();

  take(headers: Headers): readonly string[] {
    const lines = headers.getSetCookie();
    for (const line of lines) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) as unknown as [string, string, string];
      if (value) this.jar.set(name, value);
      else this.jar.delete(name);
    }
    return lines;
  }

  get(name: string): string | undefined {
    return this.jar.get(name);
  }

  get header(): { cookie: string } {
    return { cookie: [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ') };
  }
}

describe('Signing in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ JWT_SECRET: SECRET });
  });
  afterAll(() => app.stop());

  const post = <B = Tokens>(path: string, body: unknown, headers: Record<string, string> = {}) =>
    app.http<B>('POST', path, { body, headers });
  const signUp = async () => {
    const form = newcomer();
    const { status, body, headers } = await post('/auth/onboarding', form);
    expect(status).toBe(201);
    return { ...body, form, headers };
  };
  const me = (token: string, headers: Record<string, string> = {}) =>
    app.http<{ code?: string; user: object; workspaces: object[] }>('GET', '/auth/me', { token, headers });

  it('begins with an account, a workspace of one’s own and tokens [ID-02 ID-05]', async () => {
    const { body, status } = await post('/auth/onboarding', { ...newcomer(), email: 'first@example.com' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      user: { email: 'first@example.com', name: 'Ada' },
      workspace: { name: `Acme ${people}`, role: 'owner' },
      expiresIn: 900,
      accessToken: expect.any(String) as string,
      refreshToken: expect.any(String) as string,
    });
    expect(JSON.stringify(body)).not.toMatch(/"password|hash|sessionId/i);
    const mine = await me(body.accessToken);
    expect(mine).toMatchObject({
      status: 200,
      body: { workspaces: [{ name: `Acme ${people}`, role: 'owner' }] },
    });
  });

  it('takes every address once, in whatever case', async () => {
    const { form } = await signUp();
    const again = await post('/auth/onboarding', { ...form, email: form.email.toUpperCase() });
    expect(again).toMatchObject({ status: 409, body: { code: 'email_taken' } });
  });

  it.each([
    ['a weak password', { password: 'password12345678' }, 'weak_password'],
    ['a short password', { password: 'tulip osprey' }, 'weak_password'],
    ['no address', { email: 'nobody' }, 'validation_failed'],
    ['a role of one’s own choice', { role: 'admin' }, 'validation_failed'],
  ])('refuses %s', async (_, wrong, code) => {
    const { status, body } = await post<{ code: string; errors: object[] }>('/auth/onboarding', {
      ...newcomer(),
      ...wrong,
    });
    expect({ status, code: body.code }).toEqual({ status: 400, code });
    expect(body.errors).toHaveLength(1);
  });

  it('works with the password, and says the same to a wrong one and an unknown address [ID-01]', async () => {
    const { form, user } = await signUp();
    const { email, password } = form;
    const good = await post('/auth/login', { email, password });
    expect(good).toMatchObject({ status: 200, body: { expiresIn: 900, role: 'owner' } });
    expect(await me(good.body.accessToken)).toMatchObject({ body: { user: { id: user.id, email } } });
    const wrong = await post<{ requestId: string }>('/auth/login', { email, password: `${password}r` });
    const unknown = await post<{ requestId: string }>('/auth/login', { email: `x${email}`, password });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
  });

  it('rotates by body, and answers a reuse within 10 seconds with a conflict [ID-03]', async () => {
    const { refreshToken } = await signUp();
    const rotated = await post('/auth/token', { refreshToken });
    expect(rotated).toMatchObject({ status: 200, body: { refreshToken: expect.any(String) as string } });
    expect(await post('/auth/token', { refreshToken })).toMatchObject({
      status: 409,
      body: { code: 'refresh_raced' },
    });
    expect((await me(rotated.body.accessToken)).status).toBe(200);
    expect(await post('/auth/token', { refreshToken: 'prt_made-up' })).toMatchObject({
      status: 401,
      body: { code: 'invalid_refresh_token' },
    });
    expect((await post('/auth/token', {})).status).toBe(401);
  });

  it('ends at once with signing out [ID-04 ID-09 ID-16]', async () => {
    const { accessToken, refreshToken } = await signUp();
    expect((await me(accessToken)).status).toBe(200);
    expect((await app.http('POST', '/auth/logout', { token: accessToken })).status).toBe(204);
    expect(await me(accessToken)).toMatchObject({ status: 401, body: { code: 'session_ended' } });
    expect((await post('/auth/token', { refreshToken })).status).toBe(401);
    expect((await post('/auth/logout', {})).status).toBe(401);
  });

  it('ends within 5 seconds on every other instance', async () => {
    const other = await startTestApp({ JWT_SECRET: SECRET, DATABASE_URL: app.ownerUrl });
    try {
      const { accessToken: token } = await signUp();
      expect((await other.http('GET', '/auth/me', { token })).status).toBe(200);
      await app.http('POST', '/auth/logout', { token });
      const signedOut = performance.now();
      await eventually(async () => expect((await other.http('GET', '/auth/me', { token })).status).toBe(401));
      expect(performance.now() - signedOut).toBeLessThan(5_000);
    } finally {
      await other.stop();
    }
  });

  it('is bound to nothing but live tokens', async () => {
    expect(await app.http('GET', '/auth/me')).toMatchObject({
      status: 401,
      body: { code: 'not_authenticated' },
    });
    const { accessToken } = await signUp();
    for (const authorization of [
      'Bearer',
      'Basic YTpi',
      `Bearer ${accessToken} more`,
      `Bearer ${accessToken}x`,
    ]) {
      const { status, body, headers } = await app.http('GET', '/auth/me', { headers: { authorization } });
      expect({ status, code: body.code }).toEqual({ status: 401, code: 'invalid_token' });
      expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });

  describe('in a browser', () => {
    const browse = async () => {
      const cookies = new Cookies();
      const { headers } = await signUp();
      const lines = cookies.take(headers);
      return { cookies, lines };
    };

    it('keeps both tokens where no script reads them [ID-10 ID-12]', async () => {
      const { lines, cookies } = await browse();
      const attributes = lines.map((line) => line.replace(/=[^;]*/, ''));
      expect(attributes).toEqual([
        'access_token; Max-Age=900; Path=/; HttpOnly; SameSite=Strict',
        'refresh_token; Max-Age=604800; Path=/; HttpOnly; SameSite=Strict',
        'csrf; Max-Age=604800; Path=/; SameSite=Strict',
      ]);
      expect((await app.http('GET', '/auth/me', { headers: cookies.header })).status).toBe(200);
    });

    it('changes things only with the csrf token of the same session', async () => {
      const { cookies } = await browse();
      const stranger = (await browse()).cookies;
      const create = (headers: Record<string, string>) =>
        app.http('POST', '/workspaces', {
          body: { name: 'Second' },
          headers: { ...cookies.header, ...headers },
        });
      const forgeries: Record<string, string>[] = [
        {},
        { 'x-csrf-token': 'x' },
        { 'x-csrf-token': stranger.get('csrf')! },
      ];
      for (const headers of forgeries) {
        expect(await create(headers)).toMatchObject({ status: 403, body: { code: 'csrf_token_invalid' } });
      }
      expect((await create({ 'x-csrf-token': cookies.get('csrf')! })).status).toBe(201);
    });

    it('refreshes by cookie, without the new token in the body', async () => {
      const { cookies } = await browse();
      const before = cookies.get('refresh_token');
      const { status, body, headers } = await post('/auth/token', {}, cookies.header);
      expect(status).toBe(200);
      expect(body.refreshToken).toBeUndefined();
      cookies.take(headers);
      expect(cookies.get('refresh_token')).not.toBe(before);
      expect((await app.http('GET', '/auth/me', { headers: cookies.header })).status).toBe(200);
    });

    it('switches by cookie, without the new token in the body [ID-10 ID-43]', async () => {
      const { cookies } = await browse();
      const headers = () => ({ ...cookies.header, 'x-csrf-token': cookies.get('csrf')! });
      const body = { name: 'Second' };
      const second = await app.http<{ id: string }>('POST', '/workspaces', { body, headers: headers() });
      const switched = await post('/auth/switch', { workspaceId: second.body.id }, headers());
      expect(switched).toMatchObject({ status: 200, body: { workspaceId: second.body.id } });
      expect(switched.body.refreshToken).toBeUndefined();
      cookies.take(switched.headers);
      expect((await post('/auth/token', {}, cookies.header)).status).toBe(200);
    });

    it('forgets everything when signing out', async () => {
      const { cookies } = await browse();
      const headers = { ...cookies.header, 'x-csrf-token': cookies.get('csrf')! };
      const answer = await app.http('POST', '/auth/logout', { headers });
      expect(answer.status).toBe(204);
      cookies.take(answer.headers);
      expect(cookies.header.cookie).toBe('');
      expect((await app.http('GET', '/auth/me', { headers })).status).toBe(401);
    });
  });

  describe('in a workspace', () => {
    it('can be chosen per request among one’s own [TE-04 TE-08]', async () => {
      const { accessToken: token, workspaceId } = await signUp();
      const second = await app.http<{ id: string }>('POST', '/workspaces', {
        token,
        body: { name: 'Second' },
      });
      const list = (chosen: string) =>
        app.http('GET', '/conversations', { token, headers: { 'x-workspace-id': chosen } });
      expect((await list(workspaceId)).status).toBe(200);
      expect((await list(second.body.id)).status).toBe(200);
      const foreign = await signUp();
      expect(await list(foreign.workspaceId)).toMatchObject({ status: 403, body: { code: 'not_a_member' } });
      expect(await list('acme')).toMatchObject({ status: 400, body: { code: 'invalid_workspace_id' } });
    });

    it('can be switched [ID-43]', async () => {
      const { accessToken: token, workspaceId } = await signUp();
      const second = await app.http<{ id: string }>('POST', '/workspaces', {
        token,
        body: { name: 'Second' },
      });
      const switched = await app.http<Tokens>('POST', '/auth/switch', {
        token,
        body: { workspaceId: second.body.id },
      });
      expect(switched).toMatchObject({ status: 200, body: { workspaceId: second.body.id, role: 'owner' } });
      expect(switched.body.refreshToken).toEqual(expect.any(String));
      const foreign = await signUp();
      const wrong = await app.http('POST', '/auth/switch', {
        token,
        body: { workspaceId: foreign.workspaceId },
      });
      expect(wrong).toMatchObject({ status: 403, body: { code: 'not_a_member' } });
      expect(workspaceId).not.toBe(second.body.id);
    });

    it('is asked for in signing in', async () => {
      const { form, accessToken: token } = await signUp();
      const { email, password } = form;
      const second = await app.http<{ id: string }>('POST', '/workspaces', {
        token,
        body: { name: 'Second' },
      });
      const there = await post('/auth/login', { email, password, workspaceId: second.body.id });
      expect(there).toMatchObject({ status: 200, body: { workspaceId: second.body.id } });
      const { workspaceId } = await signUp();
      expect(await post('/auth/login', { email, password, workspaceId })).toMatchObject({
        status: 403,
        body: { code: 'not_a_member' },
      });
    });

    it('is nowhere for somebody without one, who may still open one', async () => {
      const { user } = await signUp();
      const { accessToken: token } = await app.app
        .get(SessionGrants)
        .open(
          { userId: user.id, securityVersion: 1 },
          { workspaceId: null, role: null },
          { userAgent: null, address: null },
        );
      expect((await me(token)).status).toBe(200);
      expect(await app.http('GET', '/conversations', { token })).toMatchObject({
        status: 403,
        body: { code: 'not_a_member' },
      });
      expect((await app.http('POST', '/workspaces', { token, body: { name: 'New' } })).status).toBe(201);
    });
  });

  it('refuses a wrong administrator’s key even beside a good token [ID-30 ID-31]', async () => {
    const { accessToken } = await signUp();
    expect(await me(accessToken, { 'x-api-key': 'guess' })).toMatchObject({
      status: 401,
      body: { code: 'invalid_api_key' },
    });
    expect(
      (await app.http('GET', '/auth/me', { headers: { 'x-api-key': app.runtime.adminKey } })).status,
    ).toBe(403);
  });
});
