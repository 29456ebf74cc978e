import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { DomainError } from '../../src/kernel/domain-error';
import { JsonObject, ListOf, Text, Whole } from '../../src/platform/http/fields';
import { PageQuery } from '../../src/platform/http/page';
import { requestContext } from '../../src/platform/telemetry/request-context';
import { sendRaw, statusOf, timeUntilClosed } from '../support/raw-http';
import { type SmallApp, startSmallApp } from '../support/small-app';

class Item {
  @Text({ max: 10 })
  title!: string;
}

class Order {
  @Text({ max: 20 })
  name!: string;

  @Whole({ min: 1, max: 5, optional: true })
  count?: number;

  @ListOf(() => Item, { min: 1, max: 3, optional: true })
  items?: Item[];

  @JsonObject({ maxBytes: 200, optional: true })
  metadata?: object;
}

@Controller('things')
class ThingsController {
  @Get(':id')
  one(@Param('id') id: string, @Req() request: FastifyRequest) {
    return {
      id,
      ip: request.ip,
      context: requestContext.getStore(),
      traceparent: requestContext.getStore()?.traceparent,
    };
  }

  @Get()
  list(@Query() query: PageQuery) {
    return query;
  }

  @Post()
  create(@Body() body: Order) {
    return { body, requestId: requestContext.getStore()?.requestId };
  }

  @Get(':id/fail')
  fail(@Param('id') kind: string): never {
    if (kind === 'bug') throw new Error('SELECT secret FROM somewhere');
    throw new DomainError({
      kind: 'locked',
      code: 'account_locked',
      detail: 'Locked.',
      retryAfterSeconds: 2.4,
    });
  }

  @Get(':id/large')
  large() {
    return { text: 'a'.repeat(5_000) };
  }
}

let small: SmallApp;
const call = (path: string, init?: RequestInit) => fetch(`${small.url}/api/v1${path}`, init);
const post = (body: string, headers: Record<string, string> = {}) =>
  call('/things', { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
const problem = async (response: Response) => (await response.json()) as Record<string, unknown>;

beforeAll(async () => {
  small = await startSmallApp({
    controllers: [ThingsController],
    environment: { CORS_ORIGINS: 'https://app.example.com', BODY_LIMIT_BYTES: '100000' },
  });
});
afterAll(() => small.stop());

describe('an answer', () => {
  it('carries the security headers and is never stored', async () => {
    const { headers } = await call('/things/1');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  it('carries them when it is a problem, too', async () => {
    for (const path of ['/nowhere', '/things/bug/fail', `/things/${'x'.repeat(300)}`, '/things/%zz']) {
      const { headers, status } = await call(path);
      expect([path, status >= 400, headers.get('x-content-type-options')]).toEqual([path, true, 'nosniff']);
      expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    }
  });

  it('takes over a sane request id and replaces any other', async () => {
    const kept = await call('/things/1', { headers: { 'x-request-id': 'order-7.a_B' } });
    expect(kept.headers.get('x-request-id')).toBe('order-7.a_B');
    const replaced = await call('/things/1', { headers: { 'x-request-id': 'a b' } });
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is compressed when it is large and the client asks for it', async () => {
    const large = await call('/things/1/large', { headers: { 'accept-encoding': 'gzip' } });
    expect(large.headers.get('content-encoding')).toBe('gzip');
    expect(((await large.json()) as { text: string }).text).toHaveLength(5_000);
    const tiny = await call('/things/1', { headers: { 'accept-encoding': 'gzip' } });
    expect(tiny.headers.get('content-encoding')).toBeNull();
  });
});

describe('the context of a request', () => {
  it('reaches the handler, with and without a body', async () => {
    const read = (await (await call('/things/1', { headers: { 'x-request-id': 'one' } })).json()) as {
      context: { requestId: string };
    };
    expect(read.context.requestId).toBe('one');
    const written = (await (await post('{"name":"a"}', { 'x-request-id': 'two' })).json()) as {
      requestId: string;
    };
    expect(written.requestId).toBe('two');
  });

  it('continues the trace of the caller with a span of its own', async () => {
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const headers = { traceparent: `00-${trace}-b7ad6b7169203331-01` };
    const { traceparent } = (await (await call('/things/1', { headers })).json()) as { traceparent: string };
    expect(traceparent).toMatch(new RegExp(`^00-${trace}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`));
  });

  it('starts a trace where the header is missing or broken', async () => {
    for (const given of ['', 'ff-00-00-00', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`]) {
      const { traceparent } = (await (
        await call('/things/1', { headers: { traceparent: given } })
      ).json()) as {
        traceparent: string;
      };
      expect(traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
      expect(traceparent).not.toContain('0'.repeat(32));
    }
  });

  it('believes no forwarded address unless a proxy is declared', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9' };
    expect(((await (await call('/things/1', { headers })).json()) as { ip: string }).ip).toBe('127.0.0.1');
  });
});

describe('a body', () => {
  it('is refused field by field, with the path of each', async () => {
    const body = JSON.stringify({
      name: ' ',
      count: '3',
      items: [{ title: 'ok' }, { title: 7 }, 'x'],
      metadata: { note: 'a\u0000b' },
      role: 'admin',
    });
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await problem(response)).toMatchObject({
      type: 'about:blank',
      title: 'Bad Request',
      status: 400,
      code: 'validation_failed',
      instance: '/api/v1/things',
      requestId: response.headers.get('x-request-id'),
      errors: expect.arrayContaining([
        { path: 'name', message: 'must not be blank' },
        { path: 'count', message: 'must be a whole number' },
        { path: 'items[1].title', message: 'must be a string' },
        { path: 'items[2]', message: 'must be an object' },
        { path: 'metadata', message: 'must not contain NUL characters' },
        { path: 'role', message: 'is not a known field' },
      ]) as unknown,
    });
  });

  it.each([
    ['nothing', ''],
    ['a list', '[]'],
    ['a word', '"name"'],
    ['null', 'null'],
  ])('is refused as not valid when it is %s', async (_what, body) => {
    const response = await post(body);
    expect([response.status, (await problem(response)).code]).toEqual([400, 'validation_failed']);
  });

  it.each([
    ['broken JSON', '{"name":'],
    ['a byte order mark', '\ufeff{"name":"a"'],
    ['__proto__', '{"name":"a","__proto__":{"admin":true}}'],
    ['__proto__ further down', '{"name":"a","metadata":{"x":{"__proto__":1}}}'],
    ['constructor.prototype', '{"name":"a","constructor":{"prototype":{}}}'],
    ['10,000 levels', `{"name":"a","metadata":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`],
    ['10,000 brackets', '['.repeat(10_000) + ']'.repeat(10_000)],
    ['2,000 keys', `{${Array.from({ length: 2_000 }, (_, i) => `"k${i}":1`).join(',')}}`],
  ])('is refused as malformed when it has %s', async (_what, body) => {
    const response = await post(body);
    expect([response.status, (await problem(response)).code]).toEqual([400, 'malformed_json']);
  });

  it('is refused as malformed when it is not UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]);
    const head = `POST /api/v1/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${bytes.length}\r\nConnection: close\r\n\r\n`;
    expect(statusOf(await sendRaw(small.port, Buffer.concat([Buffer.from(head), bytes])))).toBe(400);
  });

  it.each([
    ['application/x-www-form-urlencoded', 'name=a'],
    ['text/plain', '{"name":"a"}'],
    ['multipart/form-data; boundary=x', '--x--'],
  ])('is refused with 415 when it comes as %s', async (type, body) => {
    const response = await post(body, { 'content-type': type });
    expect([response.status, (await problem(response)).code]).toEqual([415, 'unsupported_media_type']);
  });

  it('is not decompressed', async () => {
    const response = await post('{"name":"a"}', { 'content-encoding': 'gzip' });
    expect(response.status).toBe(415);
  });

  it('of 100 KB and one byte is refused with 413, whether its length is declared or not', async () => {
    const declared = await post(JSON.stringify({ name: 'a'.repeat(100_001) }));
    expect([declared.status, (await problem(declared)).code]).toEqual([413, 'payload_too_large']);
    const chunk = `8000\r\n${'a'.repeat(0x8000)}\r\n`;
    const head =
      'POST /api/v1/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(statusOf(await sendRaw(small.port, head + chunk.repeat(6)))).toBe(413);
  });

  it('that is shorter than declared ends without an answer that succeeds', async () => {
    const head =
      'POST /api/v1/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"name":"a"}';
    expect(statusOf(await sendRaw(small.port, head, 500))).toBe(0);
  });
});

describe('a query', () => {
  it('is read as numbers where numbers are due, with its defaults', async () => {
    expect(await (await call('/things?limit=7')).json()).toEqual({ limit: 7 });
    expect(await (await call('/things')).json()).toEqual({ limit: 20 });
  });

  it.each(['limit=0', 'limit=101', 'limit=1e1', 'limit=1&limit=2', 'limit[]=1', 'limit=', 'foo=1'])(
    'is refused with 400 when it says %s',
    async (query) => {
      const response = await call(`/things?${query}`);
      expect([response.status, (await problem(response)).code]).toEqual([400, 'validation_failed']);
    },
  );
});

describe('a failure', () => {
  it('of ours says nothing about its inside, and is logged with it', async () => {
    const response = await call('/things/bug/fail', { headers: { 'x-request-id': 'bug-1' } });
    expect(response.status).toBe(500);
    const body = await response.text();
    expect(body).not.toMatch(/SELECT|ThingsController|\.ts/);
    expect(JSON.parse(body)).toMatchObject({ code: 'internal_error', requestId: 'bug-1' });
    const line = small.logs().find((text) => text.includes('SELECT secret') && text.includes('bug-1'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'error', reqId: 'bug-1', context: 'Http' });
  });

  it('that the domain refuses keeps its code, its status and its patience', async () => {
    const response = await call('/things/x/fail');
    expect([response.status, response.headers.get('retry-after')]).toEqual([423, '3']);
    expect(await problem(response)).toMatchObject({
      code: 'account_locked',
      detail: 'Locked.',
      title: 'Locked',
    });
  });

  it('of the method is told apart from one of the path', async () => {
    const wrongVerb = await call('/things/1', { method: 'DELETE' });
    expect([wrongVerb.status, wrongVerb.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(
      statusOf(
        await sendRaw(small.port, 'TRACE /api/v1/things HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
      ),
    ).toBe(405);
    expect((await call('/thing', { method: 'DELETE' })).status).toBe(404);
  });

  it('does not repeat the query of the address', async () => {
    expect((await problem(await call('/nowhere?token=s3cret'))).instance).toBe('/api/v1/nowhere');
  });
});

describe('CORS', () => {
  it('admits the origins of the settings and no other', async () => {
    const known = await call('/things/1', { headers: { origin: 'https://app.example.com' } });
    expect(known.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    const foreign = await call('/things/1', { headers: { origin: 'https://evil.example.com' } });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the parser', () => {
  const get = 'GET /api/v1/things/1 HTTP/1.1\r\n';
  const send = 'POST /api/v1/things HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';

  it.each([
    ['two lengths', `${send}Content-Length: 12\r\nContent-Length: 13\r\n\r\n{"name":"a"}`],
    ['a length and chunks', `${send}Content-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['an unknown transfer encoding', `${send}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['a negative length', `${send}Content-Length: -1\r\n\r\n`],
    ['no host', `${get}\r\n`],
    ['a space before a colon', `${get}Host : a\r\n\r\n`],
    ['a bare line feed', `GET /api/v1/things/1 HTTP/1.1\nHost: a\n\n`],
    ['no HTTP at all', '\u0016\u0003\u0001\u0002\u0000\r\n\r\n'],
  ])('refuses %s with 400', async (_what, bytes) => {
    expect(statusOf(await sendRaw(small.port, bytes))).toBe(400);
  });

  it('refuses 20 KB of headers with 431 and a problem document', async () => {
    const answer = await sendRaw(small.port, `${get}Host: a\r\nX-Large: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(statusOf(answer)).toBe(431);
    expect(answer).toContain('Content-Type: application/problem+json');
    expect(answer).toContain('"code":"headers_too_large"');
  });

  it('closes connections whose headers or body drip, while others are served', async () => {
    const headers = timeUntilClosed(small.port, 'GET / HTTP/1.1\r\nHost: a\r\n', 'X-Drip: 1\r\n');
    const body = timeUntilClosed(small.port, `${send}Content-Length: 5000\r\n\r\n{"name":"`, 'a');
    expect((await call('/things/1')).status).toBe(200);
    expect(Math.max(await headers, await body)).toBeLessThan(10_000);
  });
});
