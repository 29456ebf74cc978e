import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { Database, NO_TENANT } from '../../src/platform/database/database';
import { sql } from '../../src/platform/database/sql';
import { SessionDirectory } from '../../src/platform/security/session-directory';
import { readEnvironment } from '../../config/env';
import { startTestApp, type TestApp } from '../support/app';
import { FakeIdentityProvider, type TokenWishes } from '../support/fake-identity-provider';
import { eventually } from '../support/eventually';
import { waitForMail } from '../support/mailbox';
import { actsAbout } from './audit-acts';

const PASSWORD = 'seventeen purple walruses';
const now = () => Math.floor(Date.now() / 1_000);

interface Tokens {
  readonly accessToken: string;
  readonly workspaceId: string | null;
  readonly code?: string;
}

describe('Signing in by the word of an OpenID provider', () => {
  let provider: FakeIdentityProvider;
  let app: TestApp;
  let people = 0;
  beforeAll(async () => {
    provider = await FakeIdentityProvider.start();
    app = await startTestApp(provider.environment);
  });
  afterAll(async () => {
    await app.stop();
    await provider.stop();
  });

  const newSubject = () => `grace${++people}`;
  const post = <B = Tokens>(path: string, body: object, token?: string) =>
    app.http<B>('POST', path, { body, token });
  const signIn = async (subject: string, wishes?: TokenWishes, more: object = {}) =>
    post('/auth/external', { token: await provider.token(subject, wishes), ...more });
  const link = async (token: string, subject: string) =>
    post<{ code?: string }>('/auth/external/link', { token: await provider.token(subject) }, token);
  const me = async (token: string) =>
    (await app.http<{ user: Record<string, unknown>; workspaces: object[] }>('GET', '/auth/me', { token }))
      .body;
  const signUp = async (name: string) =>
    (
      await post<Tokens>('/auth/onboarding', {
        ...{ email: `${name}@example.com`, password: PASSWORD, name: 'Ada', workspaceName: 'Acme' },
      })
    ).body;

  it('makes an account at the first time, and opens it every time after [ID-40]', async () => {
    const subject = newSubject();
    const first = await signIn(subject);
    expect(first).toMatchObject({ status: 200, body: { workspaceId: null } });
    expect(first.headers.getSetCookie().join()).toContain('refresh_token=');
    const { user, workspaces } = await me(first.body.accessToken);
    expect(user).toMatchObject({ email: `${subject}@example.com`, name: 'Grace', hasPassword: false });
    expect(workspaces).toEqual([]);
    const opened = await post<{ id: string }>('/workspaces', { name: 'Hopper' }, first.body.accessToken);
    expect(opened.status).toBe(201);
    const second = await signIn(subject, { claims: { email: 'renamed@example.com', email_verified: false } });
    expect(second).toMatchObject({ status: 200, body: { workspaceId: opened.body.id } });
    expect((await me(second.body.accessToken)).user).toEqual((await me(first.body.accessToken)).user);
  });

  it('makes one account of many first times at once [ID-40]', async () => {
    const subject = newSubject();
    const answers = await Promise.all(Array.from({ length: 8 }, () => signIn(subject)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const accounts = await Promise.all(answers.map(({ body }) => me(body.accessToken)));
    expect(new Set(accounts.map(({ user }) => user.id)).size).toBe(1);
  });

  it('never hands an account over because the address is the same; its owner links it [ID-40 10.3.3]', async () => {
    const subject = newSubject();
    const { accessToken } = await signUp(subject);
    const refused = await signIn(subject);
    expect(refused).toMatchObject({ status: 409, body: { code: 'account_exists' } });
    expect((await link(accessToken, subject)).status).toBe(204);
    expect((await link(accessToken, subject)).status).toBe(204);
    await waitForMail(app, `${subject}@example.com`, 'another provider');
    const linked = await signIn(subject);
    expect(linked.status).toBe(200);
    expect((await me(linked.body.accessToken)).user).toMatchObject({
      id: (await me(accessToken)).user.id,
      hasPassword: true,
    });
    const thief = await signUp(newSubject());
    expect(await link(thief.accessToken, subject)).toMatchObject({
      status: 409,
      body: { code: 'identity_taken' },
    });
  });

  it('is linked only by somebody who has just signed in [7.5.1]', async () => {
    const subject = newSubject();
    const { accessToken } = await signUp(subject);
    const sessions = await app.app.get(Database).query<{ id: string }>(
      NO_TENANT,
      sql`
        UPDATE identity.sessions SET authenticated_at = now() - interval '301 seconds'
        WHERE user_id = (SELECT id FROM identity.users WHERE email = ${`${subject}@example.com`}) RETURNING id`,
    );
    for (const { id } of sessions) app.app.get(SessionDirectory).forgetSession(id);
    expect(await link(accessToken, subject)).toMatchObject({
      status: 403,
      body: { code: 'recent_sign_in_required' },
    });
  });

  it.each<[string, object]>([
    ['not verified', { email_verified: false }],
    ['said to be verified in another way', { email_verified: 'true' }],
    ['not said to be verified', { email_verified: undefined }],
    ['missing', { email: undefined }],
    ['no text', { email: { toString: 'x' } }],
    ['no address', { email: 'grace' }],
    ['another’s with blanks around it', { email: ' ada@example.com' }],
  ])('makes no account while the address is %s [ID-40]', async (_, claims) => {
    expect(await signIn(newSubject(), { claims: { ...claims } })).toMatchObject({
      status: 403,
      body: { code: 'email_not_verified' },
    });
  });

  it.each<[string, () => TokenWishes & { subject?: string }]>([
    ['of another issuer', () => ({ issuer: 'https://evil.example.com' })],
    ['for somebody else', () => ({ audience: 'another-service' })],
    ['that has expired', () => ({ issuedAt: now() - 200, lifetimeSeconds: 100 })],
    ['that is not good yet', () => ({ claims: { nbf: now() + 120 } })],
    ['without a subject', () => ({ subject: '' })],
    ['for a subject that is endless', () => ({ subject: 'x'.repeat(256) })],
  ])('takes no token %s [ID-40 10.3.1]', async (_, wishes) => {
    const { subject = newSubject(), ...rest } = wishes();
    const token = await provider.token(subject, rest);
    expect(await post('/auth/external', { token })).toMatchObject({
      status: 401,
      body: { code: 'invalid_external_token' },
    });
  });

  it('takes no token that was forged [ID-40 9.1.1]', async () => {
    const good = await provider.token(newSubject());
    const [head, claims] = good.split('.') as [string, string, string];
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const header = (alg: string) =>
      encode({ ...(JSON.parse(Buffer.from(head, 'base64url').toString()) as object), alg });
    const response = await fetch(provider.environment.OIDC_JWKS_URL!);
    const { keys } = (await response.json()) as { keys: JsonWebKey[] };
    const pem = createPublicKey({ key: keys[0]!, format: 'jwk' }).export({ format: 'pem', type: 'spki' });
    const confused = `${header('HS256')}.${claims}`;
    const stranger = await FakeIdentityProvider.start();
    const forgeries = [
      `${header('none')}.${claims}.`,
      `${head}.${claims}.`,
      `${confused}.${createHmac('sha256', pem).update(confused).digest('base64url')}`,
      await stranger.token(newSubject(), { issuer: provider.issuer }),
      `${good}x`,
      'no token',
    ];
    await stranger.stop();
    for (const token of forgeries) {
      expect(await post('/auth/external', { token })).toMatchObject({
        status: 401,
        body: { code: 'invalid_external_token' },
      });
    }
    expect((await post('/auth/external', { token: good })).status).toBe(200);
  });

  it.each(['logout+jwt', 'at+jwt'])(
    'takes no token that the provider made for another purpose: %s [ID-40 9.2.2]',
    async (type) => {
      const token = await provider.token(newSubject(), { type });
      expect(await post('/auth/external', { token })).toMatchObject({
        status: 401,
        body: { code: 'invalid_external_token' },
      });
    },
  );

  it.each(['JWT', 'jwt'])('takes one that says it is a %s [ID-40]', async (type) => {
    expect((await signIn(newSubject(), { type })).status).toBe(200);
  });

  it('bears with a clock that is a minute off', async () => {
    const late = { issuedAt: now() - 70, lifetimeSeconds: 30 };
    expect((await signIn(newSubject(), late)).status).toBe(200);
  });

  it('asks those who have a second factor here for it [ID-40 A16]', async () => {
    const subject = newSubject();
    const { accessToken } = (await signIn(subject)).body;
    const { body } = await post<{ secret: string }>('/auth/totp/setup', {}, accessToken);
    const codeIn = (seconds: number) =>
      new TOTP({ secret: Secret.fromBase32(body.secret) }).generate({
        timestamp: Date.now() + seconds * 1_000,
      });
    await post('/auth/totp/confirm', { code: codeIn(0) }, accessToken);
    expect(await signIn(subject)).toMatchObject({ status: 401, body: { code: 'totp_required' } });
    expect(await signIn(subject, {}, { totp: 'wrong' })).toMatchObject({ status: 401 });
    const { id } = (await me(accessToken)).user as { id: string };
    await eventually(async () =>
      expect(await actsAbout(app.app.get(Database), NO_TENANT, id)).toContainEqual(
        expect.objectContaining({ action: 'identity.sign_in_failed' }),
      ),
    );
    expect((await signIn(subject, {}, { totp: codeIn(30) })).status).toBe(200);
  });

  it('stands where it is asked to, among the person’s own [TE-04]', async () => {
    const subject = newSubject();
    const { accessToken } = (await signIn(subject)).body;
    await post('/workspaces', { name: 'First' }, accessToken);
    const second = await post<{ id: string }>('/workspaces', { name: 'Second' }, accessToken);
    const { id } = second.body;
    expect(await signIn(subject, {}, { workspaceId: id })).toMatchObject({
      status: 200,
      body: { workspaceId: id },
    });
    const foreign = (await signUp(newSubject())).workspaceId;
    expect(await signIn(subject, {}, { workspaceId: foreign })).toMatchObject({
      status: 403,
      body: { code: 'not_a_member' },
    });
  });
});

describe('An OpenID provider', () => {
  it.each(['ES256', 'EdDSA'])(
    'may sign with %s, and its keys are fetched once [ID-40]',
    async (algorithm) => {
      const provider = await FakeIdentityProvider.start(algorithm);
      const app = await startTestApp(provider.environment);
      try {
        for (const subject of ['ada', 'bob', 'ada']) {
          const body = { token: await provider.token(subject) };
          expect((await app.http('POST', '/auth/external', { body })).status).toBe(200);
        }
        expect(provider.fetches).toBe(1);
      } finally {
        await app.stop();
        await provider.stop();
      }
    },
  );

  it('that is down lets nobody in, and says that it will pass [ID-40 16.5.2]', async () => {
    const provider = await FakeIdentityProvider.start();
    provider.isDown = true;
    const app = await startTestApp(provider.environment);
    try {
      const body = { token: await provider.token('ada') };
      const answer = await app.http('POST', '/auth/external', { body });
      expect(answer).toMatchObject({ status: 503, body: { code: 'identity_provider_unavailable' } });
      provider.isDown = false;
      expect((await app.http('POST', '/auth/external', { body })).status).toBe(200);
    } finally {
      await app.stop();
      await provider.stop();
    }
  });

  it('that is not configured is not there [ID-40]', async () => {
    const app = await startTestApp();
    try {
      const answer = await app.http('POST', '/auth/external', { body: { token: 'any.token.here' } });
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
    } finally {
      await app.stop();
    }
  });

  it('is configured whole or not at all', () => {
    const half = { NODE_ENV: 'test', OIDC_ISSUER: 'https://clerk.example.com' };
    expect(() => readEnvironment(half)).toThrow(
      'OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL belong together',
    );
  });
});
