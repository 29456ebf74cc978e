import { type HttpAdapterHost } from '@nestjs/core';
import { type ConfigurationError, readEnvironment } from '../../config/env';
import { PublicUrls } from '../../src/platform/mail/public-urls';

function problemsOf(variables: Record<string, string>): readonly string[] {
  try {
    readEnvironment(variables);
    return [];
  } catch (error) {
    return (error as ConfigurationError).problems;
  }
}

function listeningOn(port: number | null): HttpAdapterHost {
  const address = () => (port === null ? null : { port });
  return { httpAdapter: { getHttpServer: () => ({ address }) } } as unknown as HttpAdapterHost;
}

describe('The settings of mail', () => {
  it('need nothing: files, from nobody in particular', () => {
    expect(readEnvironment({}).mail).toMatchObject({
      smtpUrl: null,
      from: 'Parley <no-reply@localhost>',
      publicUrl: null,
    });
  });

  it.each<Record<string, string>>([
    { SMTP_URL: 'http://mail.test' },
    { MAIL_FROM: 'Parley' },
    { MAIL_FROM: 'Parley <a@b.test>\nBcc: c@d.test' },
    { MAIL_FROM: 'a@b.test, c@d.test' },
    { PUBLIC_URL: 'parley.test' },
    { PUBLIC_URL: 'javascript:alert(1)' },
  ])('refuse %j', (variables) => {
    expect(problemsOf(variables)).toEqual([expect.stringContaining(Object.keys(variables)[0]!)]);
  });

  it('never repeat the password of a mail server that they refuse', () => {
    expect(problemsOf({ SMTP_URL: 'smpt://ada:secret@mail.test' }).join()).not.toContain('secret');
  });

  it.each(['no-reply@parley.test', 'Parley <no-reply@parley.test>'])('take %s as the sender', (from) => {
    expect(readEnvironment({ MAIL_FROM: from }).mail.from).toBe(from);
  });
});

describe('Public addresses', () => {
  it('start with what is configured, whatever is listened on', () => {
    const urls = new PublicUrls(readEnvironment({ PUBLIC_URL: 'https://parley.test/' }), listeningOn(3001));
    expect(urls.console('/join#token=x')).toBe('https://parley.test/join#token=x');
    expect(urls.api('/exports/7')).toBe('https://parley.test/api/v1/exports/7');
  });

  it('are otherwise those of the server itself', () => {
    const urls = new PublicUrls(readEnvironment({}), listeningOn(3007));
    expect(urls.console('/join')).toBe('http://localhost:3007/join');
  });

  it('name the configured port before anybody listens', () => {
    const urls = new PublicUrls(readEnvironment({ PORT: '4000' }), listeningOn(null));
    expect(urls.console('/join')).toBe('http://localhost:4000/join');
  });
});
