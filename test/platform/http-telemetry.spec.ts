import { Body, Controller, Logger, Post } from '@nestjs/common';
import fc from 'fast-check';
import { JsonObject, Text } from '../../src/platform/http/fields';
import { createLogger } from '../../src/platform/telemetry/logging/logger';
import { maskText } from '../../src/platform/telemetry/logging/mask-text';
import { ParleyLogger } from '../../src/platform/telemetry/logging/parley.logger';
import { type SmallApp, startSmallApp } from '../support/small-app';

function capture() {
  let text = '';
  const pino = createLogger('trace', { write: (chunk) => void (text += chunk) });
  return { pino, log: new ParleyLogger(pino), lines: () => text.split('\n').filter(Boolean) };
}
const only = (lines: string[]): Record<string, unknown> => {
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0]!) as Record<string, unknown>;
};

describe('a log line', () => {
  it('is not spent on every module and route that Nest finds at a start', () => {
    const { log, lines } = capture();
    log.log('Mapped {/health, GET} route', 'RouterExplorer');
    expect(only(lines())).toMatchObject({ level: 'trace' });
  });

  it('is one JSON object with level, UTC time, process and host', () => {
    const { log, lines } = capture();
    log.log('started', 'Boot');
    expect(only(lines())).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown,
      pid: process.pid,
      hostname: expect.any(String) as unknown,
      context: 'Boot',
      msg: 'started',
    });
  });

  it('cannot be split or steer a terminal, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { log, lines } = capture();
        log.warn({ text, err: new Error(text) }, text);
        const line = JSON.stringify(only(lines()));
        // eslint-disable-next-line no-control-regex
        expect(lines()[0]).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
        expect(line).toContain('"level":"warn"');
      }),
    );
    const { log, lines } = capture();
    log.error('a\r\n{"level":"info","msg":"forged"}\u001b[2J\u009b2J');
    expect(only(lines()).msg).toContain('forged');
  });

  it.each([
    'authorization',
    'Cookie',
    'set-cookie',
    'x-api-key',
    'password',
    'newPassword',
    'accessToken',
    'refresh_token',
    'clientSecret',
    'OPENAI_API_KEY',
    'adminKey',
    'credentials',
  ])('never holds what is called %s, at any depth', (name) => {
    const { log, lines } = capture();
    log.log({ [name]: 'c4nary', user: { headers: [{ [name]: 'c4nary' }] } }, 'signed in');
    expect(lines().join()).not.toContain('c4nary');
  });

  it('keeps what only sounds like a secret', () => {
    const { log, lines } = capture();
    log.log({ tokens: 12, maxOutputTokens: 7, tokenCount: 3 }, 'usage');
    expect(only(lines())).toMatchObject({ tokens: 12, maxOutputTokens: 7, tokenCount: 3 });
  });

  it('shows of an error what it is, and not the rows that it carries', () => {
    const { log, lines } = capture();
    const cause = new Error('key for ada@example.com exists');
    log.error(
      { err: Object.assign(new Error('no', { cause }), { code: '23505', detail: 'c4nary' }) },
      'failed',
    );
    expect(only(lines())).toMatchObject({
      err: { type: 'Error', message: 'no', code: '23505', cause: { message: 'key for [email] exists' } },
    });
    expect(lines().join()).not.toContain('c4nary');
  });
});

describe('free text', () => {
  it.each([
    ['mail ada.l+x@mail.example.co.uk now', 'mail [email] now'],
    ['card 4111 1111 1111 1111.', 'card [card].'],
    ['card 4111-1111-1111-1111', 'card [card]'],
    ['call +49 (30) 1234-5678', 'call [phone]'],
    ['call (212) 555-0123', 'call [phone]'],
    ['Authorization: Bearer abc.def-ghi_jkl', 'Authorization: Bearer [redacted]'],
    ['got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'got [token]'],
    ['key sk-proj-abcdefghijklmnop1234', 'key [key]'],
  ])('%s is masked', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it.each([
    '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10',
    '2026-11-21T07:07:35.719Z',
    'took 1234567 ms on port 54321',
    'chunk 12 of 340 in 3 files',
    '192.168.100.200',
  ])('%s is left as it is', (text) => {
    expect(maskText(text)).toBe(text);
  });

  it.each(['a@', '1 ', '1-', '(', '+1', 'sk-a', 'Bearer ', 'eyJa.'])(
    'of 100 KB of %j takes little time',
    (part) => {
      const start = performance.now();
      maskText(part.repeat(100_000 / part.length));
      expect(performance.now() - start).toBeLessThan(500);
    },
  );
});

class SignIn {
  @Text()
  password!: string;

  @JsonObject({ maxBytes: 1_000, optional: true })
  metadata?: object;
}

@Controller('sign-in')
class SignInController {
  private readonly log = new Logger('SignIn');

  @Post()
  signIn(@Body() body: SignIn) {
    this.log.warn({ body }, `refused ${body.password.length} characters`);
    throw new Error(`no luck with Bearer ${body.password}`);
  }
}

describe('a request', () => {
  let small: SmallApp;
  beforeAll(async () => {
    small = await startSmallApp({ controllers: [SignInController] });
  });
  afterAll(() => small.stop());

  it('leaves one access line, with the pattern of its route and none of its secrets', async () => {
    await fetch(`${small.url}/api/v1/sign-in?token=c4nary-query`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer c4nary-header',
        cookie: 'session=c4nary-cookie',
        'x-api-key': 'c4nary-key',
        'x-request-id': 'sign-in-1',
        'x-test-user': 'ada',
        'x-test-workspace': 'home',
      },
      body: JSON.stringify({ password: 'c4nary-password', metadata: { secret: 'c4nary-nested' } }),
    });
    const lines = small.logs().map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(small.logs().join('\n')).not.toContain('c4nary');
    expect(lines.filter(({ msg }) => msg === 'request completed')).toEqual([
      expect.objectContaining({
        level: 'warn',
        reqId: 'sign-in-1',
        userId: 'ada',
        workspaceId: 'home',
        method: 'POST',
        url: '/api/v1/sign-in',
        statusCode: 500,
        duration: expect.any(Number) as unknown,
      }),
    ]);
    expect(lines.find(({ context }) => context === 'SignIn')).toMatchObject({
      reqId: 'sign-in-1',
      msg: 'refused 15 characters',
    });
  });
});
