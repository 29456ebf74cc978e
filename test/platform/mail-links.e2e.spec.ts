import { PublicUrls } from '../../src/platform/mail/public-urls';
import { startTestApp, type TestApp } from '../support/app';

describe('Links in mails', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.stop());

  it('lead to the port that the server has found for itself', () => {
    const { port } = new URL(app.url);
    const urls = app.app.get(PublicUrls);
    expect(urls.console('/join')).toBe(`http://localhost:${port}/join`);
    expect(urls.api('/health')).toBe(`http://localhost:${port}/api/v1/health`);
  });
});
