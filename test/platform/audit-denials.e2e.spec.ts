import { Client } from 'pg';
import { AuditTrail } from '../../src/platform/audit/audit-trail';
import { type Account, signUp } from '../support/accounts';
import { startTestApp, type TestApp } from '../support/app';

interface Entry {
  readonly action: string;
  readonly outcome: string;
  readonly actorKind: string;
  readonly actorId: string | null;
  readonly detail: Record<string, unknown>;
  readonly address: string;
  readonly requestId: string;
  readonly count: number;
}

const NOT_OURS = 'eyJhbGciOiJIUzI1NiJ9.e30.c2VjcmV0LWNhbmFyeQ';

describe('A denial', () => {
  let app: TestApp;
  let operator: Record<string, string>;
  let ada: Account;
  let bob: Account;
  let owner: Client;

  beforeAll(async () => {
    app = await startTestApp({ RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_AUTH_PER_MINUTE: '12' });
    operator = { 'X-API-Key': app.runtime.adminKey };
    owner = new Client({ connectionString: app.ownerUrl });
    await owner.connect();
    [ada, bob] = [await signUp(app, 'ada'), await signUp(app, 'bob')];
  });
  afterAll(async () => {
    await owner.end();
    await app.stop();
  });

  const denials = async (path: string, request: object): Promise<Entry[]> => {
    await app.app.get(AuditTrail).flush();
    const { body } = await app.http<{ data: Entry[] }>('GET', `${path}?outcome=denied&limit=100`, request);
    return body.data;
  };
  const ofPlatform = () => denials('/admin/audit-log', { headers: operator });
  const ofWorkspace = ({ workspaceId, token }: Account) =>
    denials(`/workspaces/${workspaceId}/audit-log`, { token });
  const answer = async (...args: Parameters<TestApp['http']>) => {
    const { status, body } = await app.http(...args);
    return `${status} ${String(body.code)}`;
  };

  it('of credentials that do not hold is in the platform’s log, without them [A2]', async () => {
    const headers = { 'X-Request-Id': 'denied-1' };
    expect(await answer('GET', '/auth/me?token=canary', { token: NOT_OURS, headers })).toBe(
      '401 invalid_token',
    );
    expect(await answer('GET', '/admin/dlq', { headers: { 'X-API-Key': 'canary' } })).toBe(
      '401 invalid_api_key',
    );
    const [byKey, byToken] = await ofPlatform();
    expect(byToken).toMatchObject({
      action: 'platform.authentication_denied',
      actorKind: 'unknown',
      actorId: null,
      detail: { code: 'invalid_token', method: 'GET', route: '/api/v1/auth/me' },
      requestId: 'denied-1',
      address: '127.0.0.1',
    });
    expect(byKey!.detail).toMatchObject({ code: 'invalid_api_key', route: '/api/v1/admin/dlq' });
    expect(JSON.stringify([byKey, byToken])).not.toMatch(/canary|eyJ/);
  });

  it('of a sign-in is in the platform’s log, without address of mail or password [ID-41]', async () => {
    const body = { email: 'nobody@example.com', password: 'canary canary canary' };
    expect(await answer('POST', '/auth/login', { body })).toBe('401 invalid_credentials');
    const [entry] = await ofPlatform();
    expect(entry).toMatchObject({ detail: { code: 'invalid_credentials', route: '/api/v1/auth/login' } });
    expect(JSON.stringify(entry)).not.toMatch(/canary|nobody/);
  });

  it('of a role is in the log of the workspace where the caller stands [A2]', async () => {
    expect(await answer('GET', '/admin/dlq', { token: ada.token })).toBe('403 forbidden');
    expect(await ofWorkspace(ada)).toMatchObject([
      { action: 'platform.access_denied', actorKind: 'user', detail: { code: 'forbidden' } },
    ]);
  });

  it('at another tenant’s door is in the caller’s own log and never in that tenant’s [TE-26 T1]', async () => {
    const { token } = bob;
    const foreign = `/workspaces/${ada.workspaceId}/members`;
    expect(await answer('GET', foreign, { token })).toBe('404 not_found');
    const chosen = { token, headers: { 'X-Workspace-ID': ada.workspaceId } };
    expect(await answer('GET', '/knowledge/documents', chosen)).toBe('403 not_a_member');
    const own = await ofWorkspace(bob);
    expect(own.map(({ action, detail }) => `${action} ${String(detail.route)}`)).toEqual([
      'platform.access_denied /api/v1/knowledge/documents',
      'platform.foreign_workspace_denied /api/v1/workspaces/:id/members',
    ]);
    expect(JSON.stringify(own)).not.toContain(ada.workspaceId);
    expect(JSON.stringify(await ofWorkspace(ada))).not.toContain('foreign_workspace_denied');
  });

  it('of a forged request, of a key beyond its scopes and of one without a workspace that is open [A12 A14]', async () => {
    const carl = await signUp(app, 'carl');
    const path = `/workspaces/${carl.workspaceId}`;
    const { body: key } = await app.http<{ secret: string }>('POST', `${path}/api-keys`, {
      token: carl.token,
      body: { name: 'Reader', role: 'service', scopes: ['agents:read'] },
    });
    const byKey = { headers: { 'X-API-Key': key.secret } };
    expect(await answer('GET', '/knowledge/documents', byKey)).toBe('403 scope_missing');
    const byCookie = { headers: { cookie: `access_token=${carl.token}` } };
    expect(await answer('PATCH', path, { ...byCookie, body: { name: 'Forged' } })).toBe(
      '403 csrf_token_invalid',
    );
    await app.http('POST', `/admin${path}/suspend`, { headers: operator, body: { reason: 'Test' } });
    expect(await answer('GET', path, { token: carl.token })).toBe('403 workspace_suspended');
    await app.http('POST', `/admin${path}/resume`, { headers: operator });
    const own = (await ofWorkspace(carl)).map(
      ({ actorKind, detail }) => `${actorKind} ${String(detail.code)}`,
    );
    expect(own).toEqual(['user workspace_suspended', 'key scope_missing']);
    const [forged] = await ofPlatform();
    expect(forged!.detail).toMatchObject({ code: 'csrf_token_invalid', route: '/api/v1/workspaces/:id' });
  });

  it('of a refresh token that was used before leaves a trace [A7]', async () => {
    const form = { email: 'ada@example.com', password: 'seventeen purple walruses' };
    const { body: tokens } = await app.http<{ refreshToken: string }>('POST', '/auth/login', { body: form });
    const { refreshToken } = tokens;
    const refresh = () => answer('POST', '/auth/token', { body: { refreshToken } });
    expect(await refresh()).toBe('200 undefined');
    await owner.query(`UPDATE identity.refresh_tokens SET rotated_at = rotated_at - interval '11 seconds'`);
    expect(await refresh()).toBe('401 refresh_token_reused');
    const [entry] = await ofPlatform();
    expect(entry!.detail).toMatchObject({ code: 'refresh_token_reused', route: '/api/v1/auth/token' });
    expect(JSON.stringify(entry)).not.toContain(refreshToken);
  });

  it('of one who tried to be nobody is no denial', async () => {
    const before = await ofPlatform();
    expect(await answer('GET', '/auth/me')).toBe('401 not_authenticated');
    expect(await answer('GET', '/nowhere')).toBe('404 not_found');
    expect(await ofPlatform()).toEqual(before);
  });

  it('of too many attempts at credentials is noted once, however many there are [A10]', async () => {
    const body = { email: 'nobody@example.com', password: 'canary canary canary' };
    const answers: string[] = [];
    for (let i = 0; i < 30; i++) answers.push(await answer('POST', '/auth/login', { body }));
    expect(answers.filter((text) => text.startsWith('429')).length).toBeGreaterThan(5);
    const limited = (await ofPlatform()).filter(({ action }) => action === 'platform.rate_denied');
    expect(limited).toMatchObject([
      { detail: { code: 'rate_limited', route: '/api/v1/auth/login' }, count: 1 },
    ]);
    const { body: metrics } = await app.http<string>('GET', '/observability/metrics', { headers: operator });
    expect(metrics).toMatch(/parley_audit_denials_total\{action="platform\.rate_denied"\} \d\d/);
  });
});
