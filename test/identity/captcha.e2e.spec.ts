import { startTestApp, type TestApp } from '../support/app';
import { CAPTCHA_SECRET, SOLVED, startFakeCaptcha } from '../support/fake-captcha';
import { type FakeHttp } from '../support/fake-http';

const PASSWORD = 'nineteen cautious lanterns';
const EMAIL = 'ada@example.com';

describe('Where a captcha is configured', () => {
  let app: TestApp;
  let service: FakeHttp;
  beforeAll(async () => {
    service = await startFakeCaptcha();
    app = await startTestApp({ CAPTCHA_VERIFY_URL: service.url, CAPTCHA_SECRET });
    const form = { email: EMAIL, password: PASSWORD, name: 'Ada', workspaceName: 'Acme' };
    expect((await app.http('POST', '/auth/onboarding', { body: form })).status).toBe(201);
  });
  afterAll(async () => {
    await app.stop();
    await service.stop();
  });

  const logIn = async (password: string, captcha?: string) => {
    const body = { email: EMAIL, password, captcha };
    const answer = await app.http<{ code?: string }>('POST', '/auth/login', { body });
    return answer.body.code ?? answer.status;
  };

  it('three failures ask for it, and only a solved one lets the right password in [ID-29]', async () => {
    expect(await logIn(PASSWORD)).toBe(200);
    for (let i = 0; i < 3; i++) expect(await logIn('incorrect horse battery')).toBe('invalid_credentials');
    expect(service.seen).toEqual([]);
    expect(await logIn(PASSWORD)).toBe('captcha_required');
    expect(await logIn(PASSWORD, 'made-up')).toBe('captcha_required');
    const { answer } = service;
    service.answer = (_, response) => void response.writeHead(503).end();
    expect(await logIn(PASSWORD, SOLVED)).toBe('captcha_required');
    service.answer = answer;
    expect(await logIn('incorrect horse battery', SOLVED)).toBe('invalid_credentials');
    expect(await logIn(PASSWORD, SOLVED)).toBe(200);
    // The success has reset the count.
    expect(await logIn(PASSWORD)).toBe(200);
  });
});
