import { startTestApp, type TestApp } from '../support/app';
import { BrowserClient } from '../support/browser-client';
import { Person } from './person';

describe('A browser', () => {
  let app: TestApp;
  let browser: BrowserClient;
  let ada: Person;
  let workspaceId: string;

  beforeAll(async () => {
    app = await startTestApp();
    browser = new BrowserClient(app.url, () => undefined);
    ada = new Person(app, browser, 'Ada');
    workspaceId = await ada.signUp('The shop');
  });
  afterAll(() => app.stop());

  const name = async () => (await ada.done<{ name: string }>('GET', `/workspaces/${workspaceId}`)).name;
  const rename = { name: 'Taken over' };

  it('keeps both tokens where no script can read them, and for its own site only [ID-10 ID-12 A14]', async () => {
    expect([...browser.jar.keys()].sort()).toEqual(['access_token', 'csrf', 'refresh_token']);
    expect(browser.scriptCookies.map((cookie) => cookie.name)).toEqual(['csrf']);
    for (const { attributes } of browser.jar.values()) {
      expect(Object.fromEntries(attributes)).toMatchObject({ samesite: 'strict', path: '/' });
    }
    expect((await ada.me()).user.name).toBe('Ada');
  });

  it('changes nothing for another site’s page, which cannot make it sign in there [A14]', async () => {
    const path = `/workspaces/${workspaceId}`;
    for (const [method, body] of [['GET'], ['PATCH', rename], ['DELETE']] as const) {
      const { status } = await browser.fromAnotherSite(method, path, body);
      expect({ method, status }).toEqual({ method, status: 401 });
    }
    expect(await name()).toBe('The shop');
  });

  it('changes nothing for a page that cannot read the csrf cookie, whatever it guesses [A14]', async () => {
    const path = `/workspaces/${workspaceId}`;
    expect(await browser.withoutScript('PATCH', path, rename)).toMatchObject({
      status: 403,
      body: { code: 'csrf_token_invalid' },
    });
    const echo = browser.scriptCookies[0]!.value;
    const guesses = ['', 'x', echo.slice(0, -2), `${echo}AA`, Buffer.alloc(32).toString('base64url')];
    for (const guess of guesses) {
      const answer = await browser.call('PATCH', path, { body: rename, headers: { 'x-csrf-token': guess } });
      expect({ guess, status: answer.status }).toEqual({ guess, status: 403 });
    }
    expect(await name()).toBe('The shop');
  });

  it('may not use the csrf token of another session [A14]', async () => {
    const other = new BrowserClient(app.url, () => undefined);
    await new Person(app, other, 'Eve').signUp('Elsewhere');
    const headers = { 'x-csrf-token': other.scriptCookies[0]!.value };
    const answer = await browser.call('PATCH', `/workspaces/${workspaceId}`, { body: rename, headers });
    expect(answer.status).toBe(403);
    expect(await name()).toBe('The shop');
  });

  it('gets the new refresh token in the cookie alone [ID-12 ID-13]', async () => {
    const before = browser.jar.get('refresh_token')!.value;
    const answer = await browser.carryOn();
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('refreshToken');
    expect(browser.jar.get('refresh_token')!.value).not.toBe(before);
    expect((await ada.me()).user.name).toBe('Ada');
  });

  it('has no cookie left when it has signed out [ID-04]', async () => {
    await ada.signOut();
    expect([...browser.jar.keys()]).toEqual([]);
    expect(await ada.refused('GET', '/auth/me')).toBe('401 not_authenticated');
  });
});
