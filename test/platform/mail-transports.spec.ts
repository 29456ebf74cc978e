import { Logger } from '@nestjs/common';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from '../../src/kernel/ids';
import { FileMailTransport } from '../../src/platform/mail/file.mail-transport';
import { MailRefused, type MailTransport, type OutgoingMail } from '../../src/platform/mail/mail-transport';
import { smtpOptions, SmtpMailTransport } from '../../src/platform/mail/smtp.mail-transport';
import { readMail, type ReceivedMail } from '../support/mime';
import { freePort } from '../support/redis';
import { smtpAnswer, startMailServer, type TestMailServer } from '../support/smtp';

interface Outlet {
  readonly transport: MailTransport;
  received(): ReceivedMail[];
  stop(): Promise<void>;
}

function mail(overrides: Partial<OutgoingMail> = {}): OutgoingMail {
  const id = uuidv7();
  return {
    id,
    messageId: `<${id}@parley.test>`,
    from: 'Parley <no-reply@parley.test>',
    to: 'ada@example.test',
    requestedAt: new Date('2026-11-20T10:11:12.345Z'),
    subject: 'Grüße aus 東京',
    text: 'Zwölf Boxkämpfer.\n\nhttps://parley.test/join#token=pls_abc\n',
    html: '<p>Zwölf Boxkämpfer.</p>',
    ...overrides,
  };
}

async function smtpOutlet(): Promise<Outlet> {
  const server = await startMailServer();
  const transport = new SmtpMailTransport(server.url, 2);
  const stop = () => {
    transport.onApplicationShutdown();
    return server.stop();
  };
  return { transport, received: () => server.received, stop };
}

function fileOutlet(): Promise<Outlet> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-mail-'));
  const files = () => readdirSync(folder).map((name) => readMail(readFileSync(join(folder, name))));
  const stop = async () => rm(folder, { recursive: true });
  return Promise.resolve({ transport: new FileMailTransport(folder), received: files, stop });
}

beforeAll(() => {
  Logger.overrideLogger(false);
});

describe.each([
  ['SMTP', smtpOutlet],
  ['files', fileOutlet],
])('Mail by %s', (_, open) => {
  let outlet: Outlet;

  beforeEach(async () => {
    outlet = await open();
  });
  afterEach(() => outlet.stop());

  it('arrives as it was written, in text and in HTML', async () => {
    const sent = mail();
    await outlet.transport.send(sent);
    expect(outlet.received()).toEqual([
      expect.objectContaining({
        to: sent.to,
        from: sent.from,
        subject: sent.subject,
        messageId: sent.messageId,
        text: sent.text.trimEnd(),
        html: sent.html,
        links: ['https://parley.test/join#token=pls_abc'],
      }),
    ]);
  });

  it('says that a machine sent it, when it was asked for, and not by what', async () => {
    await outlet.transport.send(mail());
    const { headers } = outlet.received()[0]!;
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('date')).toBe('Fri, 20 Nov 2026 10:11:12 +0000');
    expect([...headers.keys()]).not.toContain('x-mailer');
  });

  it.each([
    'ada@example.test\r\nBcc: eve@example.test',
    'ada@example.test, eve@example.test',
    'Ada <ada@example.test>',
    'nobody',
    '',
  ])('refuses %j as a recipient', async (to) => {
    await expect(outlet.transport.send(mail({ to }))).rejects.toBeInstanceOf(MailRefused);
    expect(outlet.received()).toEqual([]);
  });

  it('keeps several mails apart that are sent at once', async () => {
    const mails = Array.from({ length: 10 }, (_, i) =>
      mail({ to: `reader${i}@example.test`, text: `For ${i}` }),
    );
    await Promise.all(mails.map((one) => outlet.transport.send(one)));
    const pairs = outlet.received().map(({ to, text }) => `${to} ${text}`);
    expect(pairs.sort()).toEqual(mails.map(({ to, text }) => `${to} ${text}`).sort());
  });
});

describe('Mail by files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-mail-'));
  const transport = new FileMailTransport(join(folder, 'mail'));

  afterAll(() => rmSync(folder, { recursive: true }));

  it('is for its owner only, and sent twice lies there once', async () => {
    const sent = mail();
    await transport.send(sent);
    await transport.send(sent);
    const names = readdirSync(join(folder, 'mail'));
    expect(names).toEqual([`20261120T101112345Z-${sent.id}.eml`]);
    expect(statSync(join(folder, 'mail')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'mail', names[0]!)).mode & 0o777).toBe(0o600);
  });

  it('fails where no file can be written, and leaves nothing half done', async () => {
    const sent = mail();
    const inTheWay = `20261120T101112345Z-${sent.id}.eml`;
    mkdirSync(join(folder, 'blocked', inTheWay), { recursive: true });
    await expect(new FileMailTransport(join(folder, 'blocked')).send(sent)).rejects.toThrow(inTheWay);
    expect(readdirSync(join(folder, 'blocked'))).toEqual([inTheWay]);
  });
});

describe('Mail by SMTP', () => {
  let server: TestMailServer;
  let transport: SmtpMailTransport;

  beforeEach(async () => {
    server = await startMailServer();
    transport = new SmtpMailTransport(server.url, 2);
  });
  afterEach(async () => {
    transport.onApplicationShutdown();
    await server.stop();
  });

  const failure = (sent = mail()): Promise<Error> =>
    transport.send(sent).then(
      () => Promise.reject(new Error('It was sent')),
      (error: Error) => error,
    );

  it('may be tried again after a 450, and is not tried again by itself', async () => {
    server.answer = () => smtpAnswer(450, '4.2.1 Try later');
    expect(await failure()).not.toBeInstanceOf(MailRefused);
    expect(server.asked()).toBe(1);
    server.answer = () => null;
    await transport.send(mail());
    expect(server.received).toHaveLength(1);
  });

  it('is refused for good by a 550, whose words about the recipient are not passed on', async () => {
    server.answer = (recipient) => smtpAnswer(550, `5.1.1 <${recipient}> lives here no more`);
    const error = await failure();
    expect(error).toBeInstanceOf(MailRefused);
    expect(error.message).toBe('The mail server answered 550 5.1.1 to RCPT TO.');
  });

  it('may be tried again when the server refuses the sender: that is for the operator to put right', async () => {
    await server.stop();
    server = await startMailServer({ onMailFrom: (_, __, done) => done(smtpAnswer(550, 'Who are you?')) });
    transport = new SmtpMailTransport(server.url, 2);
    expect(await failure()).not.toBeInstanceOf(MailRefused);
  });

  it('may be tried again when nobody listens', async () => {
    transport = new SmtpMailTransport(`smtp://127.0.0.1:${await freePort()}`, 2);
    const error = await failure();
    expect(error).not.toBeInstanceOf(MailRefused);
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('gives up on a server that says nothing', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    transport = new SmtpMailTransport(`smtp://127.0.0.1:${port}`, 2);
    const startedAt = Date.now();
    expect(await failure()).not.toBeInstanceOf(MailRefused);
    expect(Date.now() - startedAt).toBeLessThan(9_000);
    transport.onApplicationShutdown();
    silent.close();
  });

  it.each(['smtps', 'smtp'])('does not trust a certificate that nobody vouches for (%s)', async (scheme) => {
    await server.stop();
    jest.spyOn(console, 'error').mockReturnValue(); // The server's warning that its certificate is for tests.
    server = await startMailServer({ secure: scheme === 'smtps', hideSTARTTLS: false });
    const query = '?tls.rejectUnauthorized=false&ignoreTLS=true';
    transport = new SmtpMailTransport(`${scheme}://127.0.0.1:${server.port}/${query}`, 2);
    expect((await failure()).message).toMatch(/certificate/i);
    expect(server.received).toEqual([]);
  });

  it('gives the password only behind encryption, except on this machine', () => {
    const requireTls = (url: string) => smtpOptions(new URL(url), 1).requireTLS;
    expect(requireTls('smtp://ada:secret@mail.example.test')).toBe(true);
    expect(requireTls('smtp://ada:secret@127.0.0.1')).toBe(false);
    expect(requireTls('smtp://mail.example.test')).toBe(false);
  });

  it('takes a password as it stands where it is not encoded', () => {
    const { auth } = smtpOptions(new URL('smtps://ada:100%@mail.example.test'), 1);
    expect(auth).toEqual({ user: 'ada', pass: '100%' });
  });

  it('signs in with the name and the password of the address, and a wrong one does not condemn the mail', async () => {
    await server.stop();
    let password = 'p@ss:word';
    server = await startMailServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (given, _, done) =>
        given.username === 'ada@example.test' && given.password === password
          ? done(null, { user: given.username })
          : done(new Error('Nobody knows ada@example.test')),
    });
    const url = `smtp://ada%40example.test:p%40ss%3Aword@127.0.0.1:${server.port}`;
    transport = new SmtpMailTransport(url, 2);
    await transport.send(mail());
    expect(server.received).toHaveLength(1);
    transport.onApplicationShutdown();
    password = 'another';
    transport = new SmtpMailTransport(url, 2);
    const error = await failure();
    expect(error).not.toBeInstanceOf(MailRefused);
    expect(error.message).not.toMatch(/ada|p@ss/);
  });
});
