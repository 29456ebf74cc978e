import { FakeHttp } from './fake-http';

export const SOLVED = 'solved-by-a-person';
export const CAPTCHA_SECRET = 'secret-of-the-site';

/** Takes one token for solved, from whoever knows the site's secret. */
export function startFakeCaptcha(): Promise<FakeHttp> {
  return FakeHttp.start(({ body }, response) => {
    const form = new URLSearchParams(body);
    const success = form.get('secret') === CAPTCHA_SECRET && form.get('response') === SOLVED;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ success }));
  });
}
