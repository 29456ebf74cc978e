import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { type OutboundRequest } from '../../src/platform/outbound/safe-http';
import { HostResolver } from '../../src/platform/outbound/host-resolver';
import { FakeHttp } from '../support/fake-http';
import { failureOf, safeHttp } from '../support/safe-http';
import { startMailServer } from '../support/smtp';

const MEGABYTE = 1024 * 1024;
const QUICKLY = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/** A server that says to the letter what the test wants. */
class RawServer {
  private readonly sockets = new Set<Socket>();
  closed = 0;

  private constructor(private readonly server: Server) {}

  static async start(speak: (socket: Socket) => void): Promise<RawServer> {
    const server = createTcpServer((socket) => {
      raw.sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => raw.closed++);
      socket.once('data', () => speak(socket));
    });
    const raw = new RawServer(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return raw;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

class NeverAnswers extends HostResolver {
  resolve = () => new Promise<never>(() => undefined);
}

/** Asks a server that speaks like this, and takes it away again. */
async function ask(speak: (socket: Socket) => void, request: Partial<OutboundRequest> = {}) {
  const server = await RawServer.start(speak);
  const http = safeHttp({ OUTBOUND_ALLOWED_HOSTS: `127.0.0.1:${server.port}` });
  try {
    return await http.request({ method: 'GET', url: `http://127.0.0.1:${server.port}/`, ...request });
  } finally {
    await server.stop();
  }
}

describe('A server that is slow', () => {
  const soon = { limits: { totalMs: 150 } };

  it('to say anything is not waited for [N2]', async () => {
    expect(await failureOf(ask(() => undefined, soon))).toMatchObject({
      code: 'outbound_timeout',
      kind: 'unavailable',
    });
  });

  it('with its headers is not waited for [N2]', async () => {
    const drip = (socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('x: y\r\n'), 10);
      socket.on('close', () => clearInterval(timer));
    };
    expect((await failureOf(ask(drip, soon))).code).toBe('outbound_timeout');
  });

  it.each(['', 'content-encoding: gzip\r\n'])('with its body is not waited for (%j) [N2]', async (header) => {
    const drip = (socket: Socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${header}transfer-encoding: chunked\r\n\r\n`);
      const timer = setInterval(() => socket.write('1\r\nx\r\n'), 10);
      socket.on('close', () => clearInterval(timer));
    };
    const failure = await failureOf(ask(drip, soon));
    expect(['outbound_timeout', ...(header ? ['outbound_broken_off'] : [])]).toContain(failure.code);
  });

  it('to redirect, again and again, has one time for all of it [N2]', async () => {
    const server = await FakeHttp.start((_, response) => {
      setTimeout(() => response.writeHead(302, { location: '/' }).end(), 100);
    });
    const http = safeHttp({ OUTBOUND_ALLOWED_HOSTS: `127.0.0.1:${server.port}` });
    const request = { method: 'GET', url: server.url, limits: { totalMs: 150 } } as const;
    expect((await failureOf(http.request(request))).code).toBe('outbound_timeout');
    expect(server.seen.length).toBeLessThan(4);
    await server.stop();
  });

  it('to be found by its name is not waited for longer than for a connection [N2]', async () => {
    const asked = safeHttp({}, new NeverAnswers()).request({
      method: 'GET',
      url: 'http://slow.test/',
      limits: { connectMs: 50 },
    });
    expect((await failureOf(asked)).code).toBe('outbound_timeout');
  });

  it('is left when the caller gives up, for the caller’s reason', async () => {
    const reason = new Error('The job was stopped.');
    const controller = new AbortController();
    const asked = ask(() => controller.abort(reason), { signal: controller.signal });
    await expect(asked).rejects.toBe(reason);
    await expect(ask(() => undefined, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('has no more time than everybody has, whatever a caller asks for [N2]', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      const limits = { connectMs: 3_600_000, totalMs: 3_600_000 };
      const request = { method: 'GET', url: 'http://slow.test/', limits } as const;
      const failure = failureOf(safeHttp({}, new NeverAnswers()).request(request));
      await jest.advanceTimersByTimeAsync(5_000);
      expect((await failure).code).toBe('outbound_timeout');
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('An answer', () => {
  const answer = (head: string, body: Buffer | string = '') => {
    return (socket: Socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nconnection: close\r\n${head}\r\n`);
      socket.end(body);
    };
  };
  const packed = (encoding: string, body: Buffer) => answer(`content-encoding: ${encoding}\r\n`, body);

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ])('is unpacked from %s', async (encoding, pack) => {
    expect((await ask(packed(encoding, pack('Good day')))).bytes.toString()).toBe('Good day');
  });

  it.each(['zstd', 'gzip, gzip', 'gzip,br', 'compress'])(
    'packed as %j is not taken [N2]',
    async (encoding) => {
      expect((await failureOf(ask(packed(encoding, gzipSync('x'))))).code).toBe('outbound_wrong_type');
    },
  );

  it.each([
    ['gzip', () => gzipSync(Buffer.alloc(50 * MEGABYTE))],
    ['br', () => brotliCompressSync(Buffer.alloc(50 * MEGABYTE), QUICKLY)],
    ['deflate', () => deflateSync(Buffer.alloc(50 * MEGABYTE))],
  ])('that bursts out of %s is refused before it is large [N1 N2]', async (encoding, bomb) => {
    const packedBomb = bomb();
    expect(packedBomb.length).toBeLessThan(MEGABYTE / 4);
    expect(await failureOf(ask(packed(encoding, packedBomb)))).toMatchObject({
      code: 'outbound_too_large',
      kind: 'unprocessable',
    });
  });

  it('of more than 10 MB is refused, whether its length is told or not [N2]', async () => {
    const body = Buffer.alloc(10 * MEGABYTE + 1, 'x');
    const told = answer(`content-length: ${body.length}\r\n`, body);
    for (const speak of [told, answer('', body)])
      expect((await failureOf(ask(speak))).code).toBe('outbound_too_large');
    expect((await ask(answer('', body.subarray(1)))).bytes.length).toBe(10 * MEGABYTE);
  });

  it('is refused by a lower limit, not by a higher one, and cut where that was asked for [N2]', async () => {
    const eleven = Buffer.alloc(11 * MEGABYTE, 'x');
    const higher = ask(answer('', eleven), { limits: { bytes: 20 * MEGABYTE } });
    expect((await failureOf(higher)).code).toBe('outbound_too_large');
    const limits = { bytes: 4 };
    const speak = packed('gzip', gzipSync('Good day'));
    expect((await failureOf(ask(speak, { limits }))).code).toBe('outbound_too_large');
    expect((await ask(speak, { limits, beyondLimit: 'cut' })).bytes.toString()).toBe('Good');
    const endless = (socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      const timer = setInterval(() => socket.write('Good day'), 1);
      socket.on('close', () => clearInterval(timer));
    };
    expect((await ask(endless, { limits, beyondLimit: 'cut' })).bytes.toString()).toBe('Good');
  });

  it('that breaks off is none: shorter than it said, or unpackable only in part [N2]', async () => {
    const whole = gzipSync('Good day'.repeat(1_000));
    for (const speak of [
      answer('content-length: 100\r\n', 'short'),
      packed('gzip', whole.subarray(0, whole.length - 9)),
      packed('gzip', Buffer.from('no gzip')),
      answer('transfer-encoding: chunked\r\n', 'ffff\r\nshort'),
      (socket: Socket) => socket.end('nonsense'),
      (socket: Socket) => socket.destroy(),
    ])
      expect((await failureOf(ask(speak))).code).toBe('outbound_broken_off');
  });

  it('that is longer than it said is what it said [N2]', async () => {
    const { bytes } = await ask(answer('content-length: 4\r\n', 'Good day, and more of it'));
    expect(bytes.toString()).toBe('Good');
  });

  it('with endless headers is refused [N2]', async () => {
    const long = answer(`x-long: ${'x'.repeat(20_000)}\r\n`);
    expect((await failureOf(ask(long))).code).toBe('outbound_too_large');
    const many = answer(Array.from({ length: 3_000 }, (_, i) => `x-${i}: y\r\n`).join(''));
    expect((await failureOf(ask(many))).code).toBe('outbound_too_large');
  });

  it('that wants to become something else is none', async () => {
    const upgrade = (socket: Socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n');
    const failure = await failureOf(ask(upgrade, { limits: { totalMs: 1_000 } }));
    expect(failure.code).toBe('outbound_broken_off');
  });

  it('without a body has none, whatever its headers say', async () => {
    const head = answer('content-length: 99999999\r\ncontent-encoding: gzip\r\n');
    expect((await ask(head, { method: 'HEAD' })).bytes).toHaveLength(0);
    const empty = answer('content-length: 0\r\ncontent-encoding: gzip\r\n');
    expect((await ask(empty)).bytes).toHaveLength(0);
    const none = (socket: Socket) => socket.end('HTTP/1.1 204 No Content\r\ncontent-encoding: gzip\r\n\r\n');
    expect(await ask(none)).toMatchObject({ status: 204, bytes: Buffer.alloc(0) });
  });

  it.each([
    ['text/html; charset="UTF-8"', ['text/html'], 'text/html', 'utf-8'],
    ['Application/PDF', ['text/html', 'application/pdf'], 'application/pdf', null],
    ['image/png', ['image/*'], 'image/png', null],
  ])('of the type %j is taken where it is wanted', async (header, accepts, contentType, charset) => {
    const taken = await ask(answer(`content-type: ${header}\r\n`, 'x'), { accepts });
    expect(taken).toMatchObject({ contentType, charset });
  });

  it.each(['content-type: text/plain\r\n', 'content-type: texthtml\r\n', 'content-type: \r\n', ''])(
    'of another type is refused (%j) [N2]',
    async (head) => {
      const failure = await failureOf(ask(answer(head, 'x'), { accepts: ['text/html', 'image/*'] }));
      expect(failure).toMatchObject({ code: 'outbound_wrong_type', kind: 'unprocessable' });
    },
  );

  it('of any status is an answer, and shows a few headers only', async () => {
    const busy = (socket: Socket) =>
      socket.end(
        'HTTP/1.1 503 Busy\r\nretry-after: 7\r\netag: "1"\r\nset-cookie: session=1\r\nlocation: http://10.0.0.1/\r\n' +
          'x-internal: yes\r\nserver: secret\r\nlast-modified: Sat, 21 Nov 2026 10:00:00 GMT\r\n\r\nBusy',
      );
    const got = await ask(busy, { accepts: ['text/html'] });
    expect(got).toMatchObject({
      status: 503,
      headers: { 'retry-after': '7', etag: '"1"', 'last-modified': 'Sat, 21 Nov 2026 10:00:00 GMT' },
    });
    expect(Object.keys(got.headers)).toHaveLength(3);
    expect(JSON.stringify({ ...got, bytes: '' })).not.toMatch(/session|10\.0\.0\.1|internal|secret/);
  });
});

describe('A request', () => {
  let server: FakeHttp;
  beforeAll(async () => (server = await FakeHttp.start((_, response) => void response.end('thanks'))));
  afterAll(() => server.stop());
  const http = () => safeHttp({ OUTBOUND_ALLOWED_HOSTS: `127.0.0.1:${server.port}` });

  it('says who asks, brings its body, and no cookies', async () => {
    server.answer = (_, response) => void response.writeHead(200, { 'set-cookie': 'a=1' }).end();
    const request = { method: 'POST', url: `${server.url}/in?x=1`, body: 'Grüße' } as const;
    await http().request({ ...request, headers: { 'Content-Type': 'text/plain' } });
    await http().request(request);
    const [first, second] = server.seen;
    expect(first).toMatchObject({ method: 'POST', path: '/in?x=1', body: 'Grüße' });
    expect(first!.headers).toMatchObject({
      'content-type': 'text/plain',
      'content-length': '7',
      'user-agent': expect.stringMatching(/^Parley\/\d/) as string,
      'accept-encoding': 'gzip, deflate, br',
      connection: 'close',
    });
    expect(second!.headers.cookie).toBeUndefined();
  });

  it.each([
    ['Host', 'internal'],
    ['cookie', 'a=1'],
    ['Transfer-Encoding', 'chunked'],
    ['content-length', '0'],
    ['User-Agent', 'curl'],
    ['X-Forwarded-For', '127.0.0.1'],
    ['x-words', 'one\r\nx-two: 2'],
    ['x words', 'one'],
  ])('cannot set %s to %j', async (name, value) => {
    const asked = http().request({ method: 'GET', url: server.url, headers: { [name]: value } });
    expect((await failureOf(asked)).code).toBe('outbound_refused');
  });

  it('reaches nobody where nobody listens', async () => {
    const gone = await FakeHttp.start(() => undefined);
    const { port, url } = gone;
    await gone.stop();
    const asked = safeHttp({ OUTBOUND_ALLOWED_HOSTS: `127.0.0.1:${port}` }).request({ method: 'GET', url });
    expect(await failureOf(asked)).toMatchObject({ code: 'outbound_unreachable', kind: 'unavailable' });
  });

  it('trusts no certificate that nobody vouches for, even where the process was told to [N2]', async () => {
    jest.spyOn(console, 'error').mockReturnValue(); // The server's warning that its certificate is for tests.
    const tls = await startMailServer({ secure: true });
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      const trusting = safeHttp({ OUTBOUND_ALLOWED_HOSTS: `127.0.0.1:${tls.port}` });
      const asked = trusting.request({ method: 'GET', url: `https://127.0.0.1:${tls.port}/` });
      expect(await failureOf(asked)).toMatchObject({
        code: 'outbound_unreachable',
        message: 'The server has no certificate that can be trusted for this name.',
      });
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
      await tls.stop();
    }
  });
});
