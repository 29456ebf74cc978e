import { Logger } from '@nestjs/common';
import { readEnvironment } from '../../config/env';
import { NoCaptcha } from '../../src/contexts/identity/infrastructure/no.captcha';
import { SiteverifyCaptcha } from '../../src/contexts/identity/infrastructure/siteverify.captcha';
import { CAPTCHA_SECRET, SOLVED, startFakeCaptcha } from '../support/fake-captcha';
import { type FakeHttp } from '../support/fake-http';

describe('A captcha', () => {
  let service: FakeHttp;
  beforeEach(async () => {
    service = await startFakeCaptcha();
  });
  let warned: jest.SpyInstance;
  beforeEach(() => {
    warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  });
  afterEach(async () => {
    warned.mockRestore();
    await service.stop();
  });

  const captcha = () => new SiteverifyCaptcha(`${service.url}/siteverify`, CAPTCHA_SECRET);

  it('is verified with the service that made it [ID-29]', async () => {
    expect(await captcha().verify(SOLVED, '203.0.113.9')).toBe(true);
    expect(await captcha().verify('made-up', '203.0.113.9')).toBe(false);
    expect(service.seen[0]).toMatchObject({
      method: 'POST',
      path: '/siteverify',
      headers: { 'content-type': expect.stringContaining('application/x-www-form-urlencoded') as string },
      body: `secret=${CAPTCHA_SECRET}&response=${SOLVED}&remoteip=203.0.113.9`,
    });
  });

  it('is verified without the address where only a network is known', async () => {
    expect(await captcha().verify(SOLVED, '2001:db8:1:2::/64')).toBe(true);
    expect(service.seen[0]!.body).not.toContain('remoteip');
  });

  it('needs the secret of the site', async () => {
    expect(await new SiteverifyCaptcha(service.url, 'another secret').verify(SOLVED, null)).toBe(false);
  });

  it.each([
    ['fails', (response) => response.writeHead(500).end('{"success":true}')],
    ['answers nonsense', (response) => response.end('yes')],
    ['answers null', (response) => response.end('null')],
    ['answers something else that is true', (response) => response.end('{"success":"true"}')],
    ['redirects', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['hangs up', (response) => response.destroy()],
  ] as [string, (response: Parameters<FakeHttp['answer']>[1]) => unknown][])(
    'is not solved while the service %s [ID-29]',
    async (_, answer) => {
      service.answer = (_request, response) => void answer(response);
      expect(await captcha().verify(SOLVED, null)).toBe(false);
    },
  );

  it('is not solved when the service takes longer than three seconds', async () => {
    service.answer = () => undefined;
    const start = performance.now();
    expect(await captcha().verify(SOLVED, null)).toBe(false);
    expect(performance.now() - start).toBeLessThan(4_500);
    expect(warned).toHaveBeenCalledTimes(1);
  });

  it('does not exist where no service is configured', async () => {
    const none = new NoCaptcha();
    expect(none.isAvailable).toBe(false);
    expect(await none.verify()).toBe(false);
  });

  it('is configured with an address and a secret, or not at all', () => {
    expect(readEnvironment({}).signIn.captcha).toBeNull();
    const variables = { CAPTCHA_VERIFY_URL: 'https://captcha.example/siteverify', CAPTCHA_SECRET };
    expect(readEnvironment(variables).signIn.captcha).toEqual({
      verifyUrl: 'https://captcha.example/siteverify',
      secret: CAPTCHA_SECRET,
    });
    for (const alone of [{ CAPTCHA_SECRET }, { CAPTCHA_VERIFY_URL: variables.CAPTCHA_VERIFY_URL }]) {
      expect(() => readEnvironment(alone)).toThrow(/set both or none/);
    }
  });
});
