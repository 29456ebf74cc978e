import { createHash } from 'node:crypto';
import { type OpenApi } from '../property/operations';
import { ApiClient, KeyClient } from '../support/api-client';
import { startTestApp, type TestApp } from '../support/app';
import { BrowserClient } from '../support/browser-client';
import { type Client, type Inspector } from '../support/client';
import { eventually } from '../support/eventually';
import { entriesOf } from '../support/zip';
import { documentedOnly } from './documented-answers';
import { Person } from './person';

type ClientOf = new (origin: string, inspect: Inspector) => Client;
const EFFECTIVE_WITHIN_MS = 5_000;

jest.setTimeout(30_000);

/** The steps build upon each other, as they do in a life. */
describe.each<[string, ClientOf]>([
  ['a browser', BrowserClient],
  ['a program', ApiClient],
])('A life with %s', (_how, TheClient) => {
  let app: TestApp;
  let inspect: Inspector;
  let ada: Person;
  let grace: Person;
  let shop: string;
  let archive: string;
  let recoveryCodes: string[];
  let key: string;

  beforeAll(async () => {
    app = await startTestApp();
    inspect = documentedOnly((await app.http<OpenApi>('GET', '/docs/openapi.json')).body);
    ada = person('Ada');
    grace = person('Grace');
  });
  afterAll(() => app.stop());

  const person = (name: string) => new Person(app, new TheClient(app.url, inspect), name);
  const machine = () => new KeyClient(app.url, inspect).use(key);
  const members = (who: Person) =>
    who.done<{ data: { name: string; role: string; userId: string }[] }>(
      'GET',
      `/workspaces/${shop}/members`,
    );

  it('begins with an account and a workspace of which one is the owner [ID-02 ID-05 ID-33 A4]', async () => {
    shop = await ada.signUp('The shop');
    const { user, workspaces } = await ada.me();
    expect(user).toMatchObject({ email: 'ada@example.com', name: 'Ada', hasSecondFactor: false });
    expect(workspaces).toEqual([{ id: shop, name: 'The shop', role: 'owner' }]);
    expect(await ada.refused('POST', '/auth/onboarding', { ...signUpForm(ada) })).toBe('409 email_taken');
  });

  it('goes on with a new pair of tokens whenever the old one is used up [ID-03 ID-37]', async () => {
    expect((await ada.client.carryOn()).status).toBe(200);
    expect((await ada.me()).user.name).toBe('Ada');
  });

  it('ends a session and begins another by a link in a mail, which works once [ID-04 ID-35]', async () => {
    await ada.signOut();
    expect(await ada.refused('GET', '/auth/me')).toBe('401 not_authenticated');
    await ada.done('POST', '/auth/magic-link', { email: ada.email });
    const token = await ada.secretFromMail('sign in');
    await ada.done('POST', '/auth/magic-link/verify', { token });
    expect(await ada.roleIn(shop)).toBe('owner');
    const other = person('Ada');
    expect(await other.refused('POST', '/auth/magic-link/verify', { token })).toMatch(/^401/);
  });

  it('takes a second factor, and nobody signs in without it any more [ID-01 ID-36 A16]', async () => {
    recoveryCodes = await ada.setUpSecondFactor();
    expect(recoveryCodes).toHaveLength(10);
    expect((await ada.me()).user.hasSecondFactor).toBe(true);
    await ada.signOut();
    expect((await ada.signIn()).body).toMatchObject({ status: 401, code: 'totp_required' });
    expect((await ada.signIn({ totp: ada.freshCode() })).status).toBe(200);
    const sessions = await ada.done<{ data: { current: boolean; isStrong: boolean }[] }>(
      'GET',
      '/auth/sessions',
    );
    expect(sessions.data.find(({ current }) => current)).toMatchObject({ isStrong: true });
  });

  it('invites a colleague by mail, who joins [TE-03 TE-05 TE-06]', async () => {
    await ada.done('POST', `/workspaces/${shop}/invites`, { email: grace.email, role: 'member' });
    await grace.signUp('The studio');
    const token = await grace.secretFromMail('invited to The shop');
    expect(await ada.refused('POST', '/invites/accept', { token })).toBe('403 invite_for_another_address');
    await grace.done('POST', '/invites/accept', { token });
    expect(await grace.roleIn(shop)).toBe('member');
    const list = (await members(ada)).data.map(({ name, role }) => `${name} ${role}`);
    expect(list.sort()).toEqual(['Ada owner', 'Grace member']);
  });

  it('has several workspaces, and stands in one of them at a time [ID-43 TE-04 TE-07 TE-08]', async () => {
    archive = (await ada.done<{ id: string }>('POST', '/workspaces', { name: 'The archive' })).id;
    expect((await ada.me()).workspaces.map(({ name }) => name)).toEqual(['The shop', 'The archive']);
    const documents = [{ title: 'Opening hours', content: 'The shop is open from nine to five.' }];
    await ada.done('POST', '/auth/switch', { workspaceId: archive });
    await ada.done('POST', '/agents/customer-service/ingest', { documents });
    const titles = async (headers = {}) => {
      const { body } = await ada.client.call<{ data: { title: string }[] }>('GET', '/knowledge/documents', {
        headers,
      });
      return body.data.map(({ title }) => title);
    };
    expect(await titles()).toEqual(['Opening hours']);
    expect(await titles({ 'x-workspace-id': shop })).toEqual([]);
    await ada.done('POST', '/auth/switch', { workspaceId: shop });
    expect(await titles()).toEqual([]);
    expect(await grace.refused('POST', '/auth/switch', { workspaceId: archive })).toBe('403 not_a_member');
  });

  it('gives a colleague another role, and takes it back, within five seconds [A8 TE-09]', async () => {
    const { user } = await grace.me();
    const rename = () => grace.refused('PATCH', `/workspaces/${shop}`, { name: 'The shop' });
    expect(await rename()).toBe('403 forbidden');
    const role = (name: string) =>
      ada.done('PATCH', `/workspaces/${shop}/members/${user.id}`, { role: name });
    await role('owner');
    await eventually(async () => expect(await rename()).toBe('200'), EFFECTIVE_WITHIN_MS);
    await role('member');
    await eventually(async () => expect(await rename()).toBe('403 forbidden'), EFFECTIVE_WITHIN_MS);
  });

  it('makes a key for a machine, which does what the key is for and nothing else [ID-32 A12]', async () => {
    const form = { name: 'Web shop', role: 'service', scopes: ['agents:run', 'knowledge:read'] };
    const made = await ada.done<{ id: string; secret: string }>('POST', `/workspaces/${shop}/api-keys`, form);
    key = made.secret;
    const run = { body: { message: 'Hello' } };
    expect((await machine().call('POST', '/agents/customer-service/run', run)).status).toBe(200);
    const beyond = await machine().call('GET', '/conversations');
    expect(beyond).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
    const list = await ada.done<{ data: object[] }>('GET', `/workspaces/${shop}/api-keys`);
    expect(list.data).toEqual([expect.objectContaining({ name: 'Web shop' })]);
    expect(JSON.stringify(list)).not.toContain(key);
    await ada.done('DELETE', `/workspaces/${shop}/api-keys/${made.id}`);
    await eventually(async () => {
      const { status } = await machine().call('GET', '/knowledge/documents');
      expect(status).toBe(401);
    }, EFFECTIVE_WITHIN_MS);
  });

  it('signs in elsewhere, and ends that session from here [ID-17 A8]', async () => {
    const elsewhere = person('Ada');
    expect((await elsewhere.signIn({ totp: recoveryCodes[0]! })).status).toBe(200);
    expect((await elsewhere.signIn({ totp: recoveryCodes[0]! })).status).toBe(401);
    const { data } = await ada.done<{ data: { id: string; current: boolean }[] }>('GET', '/auth/sessions');
    expect(data.filter(({ current }) => current)).toHaveLength(1);
    const theOther = data.find(({ current }) => !current)!;
    await ada.done('DELETE', `/auth/sessions/${theOther.id}`);
    await eventually(
      async () => expect(await elsewhere.refused('GET', '/auth/me')).toBe('401 session_ended'),
      EFFECTIVE_WITHIN_MS,
    );
    expect((await elsewhere.client.carryOn()).status).toBe(401);
    expect((await ada.me()).user.name).toBe('Ada');
  });

  it('takes along all that the workspace holds, as an archive that fits its own list', async () => {
    const { exportId } = await ada.done<{ exportId: string }>('POST', `/workspaces/${shop}/export`);
    const zip = await eventually(async () => {
      const { status, bytes } = await ada.client.call('GET', `/exports/${exportId}`);
      expect(status).toBe(200);
      return bytes;
    }, 15_000);
    const files = await entriesOf(zip);
    const { files: listed } = JSON.parse(files['manifest.json']!) as {
      files: { name: string; sha256: string }[];
    };
    for (const { name, sha256 } of listed) {
      expect({ name, sha256: createHash('sha256').update(files[name]!).digest('hex') }).toEqual({
        name,
        sha256,
      });
    }
    expect(files['conversation/messages.json']).toContain('Hello');
    expect(JSON.stringify(files)).not.toContain(key);
    expect(await grace.refused('GET', `/exports/${exportId}`)).toBe('404 not_found');
  });

  it('can look up who did what, in a log that proves to be whole [ID-41 TE-26]', async () => {
    const log = await ada.done<{ data: { action: string; outcome: string }[] }>(
      'GET',
      `/workspaces/${shop}/audit-log?limit=100`,
    );
    const done = new Set(log.data.filter(({ outcome }) => outcome === 'done').map(({ action }) => action));
    for (const act of ['invited', 'joined', 'role_changed']) expect(done).toContain(`tenancy.member_${act}`);
    for (const act of ['created', 'revoked']) expect(done).toContain(`identity.api_key_${act}`);
    await eventually(async () => {
      const path = `/workspaces/${shop}/audit-log?outcome=denied`;
      expect((await ada.done<{ data: object[] }>('GET', path)).data.length).toBeGreaterThan(0);
    }, 10_000);
    const proof = await ada.done<{ valid: boolean; entries: number }>(
      'GET',
      `/workspaces/${shop}/audit-log/verify`,
    );
    expect(proof).toMatchObject({ valid: true, firstBroken: null });
    expect(proof.entries).toBeGreaterThanOrEqual(log.data.length);
    expect(await grace.refused('GET', `/workspaces/${shop}/audit-log`)).toBe('403 forbidden');
  });

  it('hands a workspace over before leaving it, for none is ever without an owner', async () => {
    expect(await ada.refused('POST', `/workspaces/${shop}/leave`)).toMatch(/^409/);
    const { user } = await grace.me();
    await ada.done('POST', `/workspaces/${shop}/transfer-ownership`, { userId: user.id });
    expect([await ada.roleIn(shop), await grace.roleIn(shop)]).toEqual(['member', 'owner']);
    await ada.done('POST', `/workspaces/${shop}/leave`);
    expect(await ada.roleIn(shop)).toBeUndefined();
    expect(await ada.refused('GET', `/workspaces/${shop}`)).toBe('404 not_found');
    expect((await members(grace)).data.map(({ name }) => name)).toEqual(['Grace']);
  });

  it('is forgotten on request, with a receipt for it', async () => {
    expect(await ada.refused('DELETE', '/auth/me')).toBe('409 owns_workspaces');
    await ada.done('DELETE', `/workspaces/${archive}`);
    const { receipt } = await ada.done<{ receipt: string }>('DELETE', '/auth/me');
    expect(await ada.refused('GET', '/auth/me')).toMatch(/^401/);
    expect((await ada.signIn({ totp: recoveryCodes[1]! })).body).toMatchObject({
      code: 'invalid_credentials',
    });
    const paper = await eventually(async () => {
      const paid = await grace.done<{ verified: boolean; erased: Record<string, number> }>(
        'POST',
        '/erasures/receipt',
        { token: receipt },
      );
      expect(paid.verified).toBe(true);
      return paid;
    }, 15_000);
    expect(paper).toMatchObject({ completedAt: expect.any(String) as string });
    expect(paper.erased).toMatchObject({ 'identity.users': 1 });
    expect((await grace.me()).user.name).toBe('Grace');
  });

  const signUpForm = ({ email, password, name }: Person) => ({
    email,
    password,
    name,
    workspaceName: 'Twice',
  });
});
