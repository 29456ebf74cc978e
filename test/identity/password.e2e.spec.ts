import { createHmac } from 'node:crypto';
import { hash } from 'bcrypt';
import { Client } from 'pg';
import { startTestApp, type TestApp } from '../support/app';
import { startFakeBreachedPasswords } from '../support/fake-breached-passwords';
import { type FakeHttp } from '../support/fake-http';
import { secretIn, waitForMail } from '../support/mailbox';

const PASSWORD = 'nineteen cautious lanterns';
const OTHER = 'gravel osprey lichen tulip';
const LEAKED = 'gravel osprey lichen walrus';

interface Tokens {
  accessToken: string;
  refreshToken?: string;
  code?: string;
  user: { id: string };
}

describe('Passwords and links', () => {
  let app: TestApp;
  let leaks: FakeHttp;
  let owner: Client;
  beforeAll(async () => {
    leaks = await startFakeBreachedPasswords([LEAKED]);
    app = await startTestApp({ BREACHED_PASSWORDS_URL: leaks.url, TRUSTED_PROXIES: '1', PASSWORD_COST: '5' });
    owner = new Client({ connectionString: app.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await app.stop();
    await leaks.stop();
  });

  let people = 0;
  const post = (
    path: string,
    body: unknown,
    more: { token?: string; headers?: Record<string, string> } = {},
  ) => app.http<Tokens>('POST', path, { body, ...more });
  const signUp = async () => {
    const form = {
      email: `p${++people}@example.com`,
      password: PASSWORD,
      name: 'Ada',
      workspaceName: 'Acme',
    };
    const { status, body, headers } = await post('/auth/onboarding', form);
    expect(status).toBe(201);
    return { ...body, email: form.email, cookies: headers.getSetCookie().map((line) => line.split(';')[0]!) };
  };
  const logIn = (email: string, password: string, address = '203.0.113.1') =>
    post('/auth/login', { email, password }, { headers: { 'x-forwarded-for': address } });
  const isLive = async (token: string) => (await app.http('GET', '/auth/me', { token })).status === 200;

  it('lock after five failures, with a time to wait, from that address only [ID-28 A10 6.3.1]', async () => {
    const { email } = await signUp();
    for (let i = 0; i < 5; i++) expect((await logIn(email, OTHER)).status).toBe(401);
    const { status, body, headers } = await logIn(email, PASSWORD);
    expect({ status, code: body.code }).toEqual({ status: 423, code: 'account_locked' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(50);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect((await logIn(email, PASSWORD, '198.51.100.7')).status).toBe(200);
    // One IPv6 customer holds a whole /64.
    for (let i = 0; i < 5; i++) expect((await logIn(email, OTHER, `2001:db8:1:2::${i}`)).status).toBe(401);
    expect((await logIn(email, PASSWORD, '2001:db8:1:2:ffff::1')).status).toBe(423);
  });

  it('change by an API client, which gets its new tokens in the body [ID-16]', async () => {
    const { accessToken: token, refreshToken, email } = await signUp();
    const changed = await post(
      '/auth/password/change',
      { currentPassword: PASSWORD, newPassword: OTHER },
      { token },
    );
    expect(changed.status).toBe(200);
    expect(await isLive(token)).toBe(false);
    expect((await post('/auth/token', { refreshToken })).status).toBe(401);
    expect(await isLive(changed.body.accessToken)).toBe(true);
    expect((await post('/auth/token', { refreshToken: changed.body.refreshToken })).status).toBe(200);
    expect((await logIn(email, PASSWORD)).status).toBe(401);
    expect((await logIn(email, OTHER)).status).toBe(200);
  });

  it('change in a browser, whose new tokens no script sees [ID-16]', async () => {
    const { cookies } = await signUp();
    const csrf = cookies.find((cookie) => cookie.startsWith('csrf='))!.slice('csrf='.length);
    const headers = { cookie: cookies.join('; '), 'x-csrf-token': csrf };
    const body = { currentPassword: PASSWORD, newPassword: OTHER };
    expect((await post('/auth/password/change', body, { headers: { cookie: headers.cookie } })).status).toBe(
      403,
    );
    const changed = await post('/auth/password/change', body, { headers });
    expect(changed.status).toBe(200);
    expect(changed.body.refreshToken).toBeUndefined();
    const renewed = changed.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!)
      .join('; ');
    expect((await app.http('GET', '/auth/me', { headers: { cookie: renewed } })).status).toBe(200);
    expect((await app.http('GET', '/auth/me', { headers: { cookie: headers.cookie } })).status).toBe(401);
  });

  it.each([
    [{ newPassword: OTHER }, 400, 'current_password_required'],
    [{ currentPassword: PASSWORD }, 400, 'validation_failed'],
    [{ currentPassword: OTHER, newPassword: OTHER }, 401, 'invalid_credentials'],
    [{ currentPassword: PASSWORD, newPassword: 'too short' }, 400, 'weak_password'],
    [{ currentPassword: PASSWORD, newPassword: LEAKED }, 400, 'weak_password'],
  ])('do not change with %j [ID-25]', async (body, status, code) => {
    const { accessToken: token } = await signUp();
    expect(await post('/auth/password/change', body, { token })).toMatchObject({ status, body: { code } });
    expect(await isLive(token)).toBe(true);
  });

  it.each(['too short', LEAKED])('say of which field %j is too weak [ID-25]', async (newPassword) => {
    const { accessToken: token } = await signUp();
    const answer = await post('/auth/password/change', { currentPassword: PASSWORD, newPassword }, { token });
    expect(answer.body).toMatchObject({ errors: [{ path: 'newPassword' }] });
  });

  it('are reset by mail, once, and every session ends [ID-16 A15]', async () => {
    const { email, accessToken } = await signUp();
    expect((await post('/auth/password/forgot', { email })).status).toBe(202);
    const mail = await waitForMail(app, email, 'Choose a new password');
    const token = secretIn(mail);
    expect(mail.links[0]).toMatch(/\/auth\/password\/reset#token=pls_/);
    expect(await post('/auth/password/reset', { token, password: LEAKED })).toMatchObject({ status: 400 });
    expect((await post('/auth/password/reset', { token, password: OTHER })).status).toBe(204);
    expect(await post('/auth/password/reset', { token, password: PASSWORD })).toMatchObject({
      status: 401,
      body: { code: 'invalid_link' },
    });
    expect(await isLive(accessToken)).toBe(false);
    expect((await logIn(email, OTHER)).status).toBe(200);
  });

  it('give way to a link by mail [ID-35]', async () => {
    const { email, user } = await signUp();
    expect((await post('/auth/magic-link', { email })).status).toBe(202);
    const token = secretIn(await waitForMail(app, email, 'Your link to sign in'));
    const entered = await post('/auth/magic-link/verify', { token });
    expect(entered).toMatchObject({ status: 200, body: { role: 'owner' } });
    expect(entered.headers.getSetCookie()).toHaveLength(3);
    const me = await app.http<Tokens>('GET', '/auth/me', { token: entered.body.accessToken });
    expect(me.body.user.id).toBe(user.id);
    expect(await post('/auth/magic-link/verify', { token })).toMatchObject({
      status: 401,
      body: { code: 'invalid_link' },
    });
  });

  it('say the same about an address that is not known [A11 6.3.8]', async () => {
    const { email } = await signUp();
    for (const path of ['/auth/password/forgot', '/auth/magic-link']) {
      const [known, unknown] = [await post(path, { email }), await post(path, { email: `x${email}` })];
      expect(known.body).toEqual({ expiresIn: path === '/auth/magic-link' ? 900 : 600 });
      expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
      const names = ({ headers }: typeof known) => [...headers.keys()].sort();
      expect(names(unknown)).toEqual(names(known));
    }
  });

  it('that have leaked are refused at the door, and the service learns five characters [ID-26]', async () => {
    const asked = leaks.seen.length;
    const form = { email: 'leaky@example.com', password: LEAKED, name: 'Ada', workspaceName: 'Acme' };
    const refused = await post('/auth/onboarding', form);
    expect(refused).toMatchObject({ status: 400, body: { code: 'weak_password' } });
    expect(leaks.seen.slice(asked).map(({ path }) => path)).toEqual([
      expect.stringMatching(/^\/range\/[0-9A-F]{5}$/),
    ]);
  });

  it('are hashed anew at a sign-in when the hash is cheaper than today’s [ID-24 A9]', async () => {
    const { email } = await signUp();
    const digest = createHmac('sha256', 'parley password v1').update(PASSWORD).digest('base64');
    await owner.query('UPDATE identity.users SET password_hash = $2 WHERE email = $1', [
      email,
      await hash(digest, 4),
    ]);
    const stored = async () => {
      const text =
        'SELECT password_hash AS hash, security_version AS version FROM identity.users WHERE email = $1';
      return (await owner.query<{ hash: string; version: number }>(text, [email])).rows[0]!;
    };
    expect((await logIn(email, OTHER)).status).toBe(401);
    expect((await stored()).hash).toMatch(/^\$2b\$04\$/);
    const { body } = await logIn(email, PASSWORD);
    expect(await stored()).toEqual({ hash: expect.stringMatching(/^\$2b\$05\$/) as string, version: 1 });
    expect(await isLive(body.accessToken)).toBe(true);
    expect((await logIn(email, PASSWORD)).status).toBe(200);
  });
});
