import { isPublicAddress } from '../../src/platform/outbound/public-addresses';
import { CanaryServer } from '../support/canary-server';
import { FakeHttp } from '../support/fake-http';
import { failureOf, safeHttp, ScriptedResolver } from '../support/safe-http';

/** Written with PORT where the canary listens: it would answer each of them that got through. */
const VECTORS: readonly (readonly [what: string, url: string])[] = [
  ['the loopback address', 'http://127.0.0.1:PORT/'],
  ['another loopback address', 'http://127.8.9.10:PORT/'],
  ['the last loopback address', 'http://127.255.255.254:PORT/'],
  ['a short loopback address', 'http://127.1:PORT/'],
  ['three parts of a loopback address', 'http://127.0.1:PORT/'],
  ['a decimal number', 'http://2130706433:PORT/'],
  ['an octal number', 'http://017700000001:PORT/'],
  ['a hexadecimal number', 'http://0x7f000001:PORT/'],
  ['octal parts', 'http://0177.0.0.01:PORT/'],
  ['hexadecimal parts', 'http://0x7f.0x0.0x0.0x1:PORT/'],
  ['parts of mixed bases', 'http://0x7f.0.0.01:PORT/'],
  ['a short hexadecimal address', 'http://0x7f.1:PORT/'],
  ['zero', 'http://0:PORT/'],
  ['all zeros', 'http://0.0.0.0:PORT/'],
  ['circled digits', 'http://①②⑦.⓪.⓪.①:PORT/'],
  ['full-width digits', 'http://１２７.０.０.１:PORT/'],
  ['an ideographic full stop', 'http://127。0。0。1:PORT/'],
  ['percent-encoded digits', 'http://%31%32%37.0.0.1:PORT/'],
  ['a percent-encoded dot', 'http://127%2e0%2e0%2e1:PORT/'],
  ['a dot behind the address', 'http://127.0.0.1.:PORT/'],
  ['a tab within the address', 'http://127.0.\t0.1:PORT/'],
  ['backslashes', 'http:\\\\127.0.0.1:PORT\\'],
  ['too few slashes', 'http:/127.0.0.1:PORT/'],
  ['too many slashes', 'http:////127.0.0.1:PORT/'],
  ['IPv6 loopback', 'http://[::1]:PORT/'],
  ['IPv6 loopback at length', 'http://[0000:0000:0000:0000:0000:0000:0000:0001]:PORT/'],
  ['unspecified IPv6', 'http://[::]:PORT/'],
  ['IPv4 mapped into IPv6', 'http://[::ffff:127.0.0.1]:PORT/'],
  ['IPv4 mapped in hexadecimal', 'http://[::ffff:7f00:1]:PORT/'],
  ['a public address that is mapped', 'http://[::ffff:8.8.8.8]:PORT/'],
  ['IPv4-compatible IPv6', 'http://[::127.0.0.1]:PORT/'],
  ['translated IPv4 (NAT64)', 'http://[64:ff9b::127.0.0.1]:PORT/'],
  ['locally translated IPv4', 'http://[64:ff9b:1::7f00:1]:PORT/'],
  ['6to4', 'http://[2002:7f00:1::]:PORT/'],
  ['Teredo', 'http://[2001:0:7f00:1::1]:PORT/'],
  ['unique local IPv6', 'http://[fd00::1]:PORT/'],
  ['a cloud’s metadata over IPv6', 'http://[fd00:ec2::254]:PORT/'],
  ['link-local IPv6', 'http://[fe80::1]:PORT/'],
  ['site-local IPv6', 'http://[fec0::1]:PORT/'],
  ['multicast IPv6', 'http://[ff02::1]:PORT/'],
  ['documentation IPv6', 'http://[2001:db8::1]:PORT/'],
  ['a zone', 'http://[fe80::1%25lo]:PORT/'],
  ['10/8', 'http://10.0.0.1:PORT/'],
  ['172.16/12', 'http://172.31.255.255:PORT/'],
  ['192.168/16', 'http://192.168.1.1:PORT/'],
  ['carrier-grade NAT', 'http://100.100.100.200:PORT/'],
  ['a cloud’s metadata', 'http://169.254.169.254/latest/meta-data/'],
  ['metadata as a number', 'http://2852039166/latest/meta-data/'],
  ['metadata in hexadecimal', 'http://0xa9fea9fe/'],
  ['a cloud’s inner server', 'http://168.63.129.16/'],
  ['benchmarking', 'http://198.18.0.1:PORT/'],
  ['documentation', 'http://203.0.113.7:PORT/'],
  ['multicast', 'http://224.0.0.1:PORT/'],
  ['reserved', 'http://240.0.0.1:PORT/'],
  ['broadcast', 'http://255.255.255.255:PORT/'],
  ['a name that leads to loopback', 'http://localhost:PORT/'],
  ['the same with a dot', 'http://localhost.:PORT/'],
  ['the same in capitals', 'http://LOCALHOST:PORT/'],
  ['a name below it', 'http://anything.localhost:PORT/'],
  ['a metadata server’s name', 'http://metadata.google.internal/computeMetadata/v1/'],
  ['the same with a dot', 'http://metadata.google.internal./'],
  ['a public name for a private address', 'http://127.0.0.1.wildcard.test:PORT/'],
  ['a public name for IPv6 loopback', 'http://six.test:PORT/'],
  ['a public name for a mapped address', 'http://mapped.test:PORT/'],
  ['a public address beside a private one', 'http://both.test:PORT/'],
  ['a user name that looks like the host', 'http://example.com@127.0.0.1:PORT/'],
  ['a user name before a public host', 'http://127.0.0.1:PORT@example.com/'],
  ['a password', 'http://user:password@example.com/'],
  ['an address behind a hash', 'http://127.0.0.1:PORT#@example.com/'],
  ['a host behind a backslash', 'http://127.0.0.1:PORT\\@example.com/'],
  ['a file', 'file:///etc/passwd'],
  ['gopher', 'gopher://127.0.0.1:PORT/_GET'],
  ['FTP', 'ftp://127.0.0.1:PORT/'],
  ['a dictionary', 'dict://127.0.0.1:PORT/'],
  ['data', 'data:text/html,hello'],
  ['a script', 'javascript:alert(1)'],
  ['a scheme within a scheme', 'jar:http://127.0.0.1:PORT!/'],
  ['a web socket', 'ws://127.0.0.1:PORT/'],
  ['no scheme', '//127.0.0.1:PORT/'],
  ['no host', 'http://'],
  ['nothing', ''],
  ['the port of SSH', 'http://example.com:22/'],
  ['the port of a database', 'http://example.com:5432/'],
  ['a name that is too long', `http://example.com/${'a'.repeat(2_000)}`],
  ['one that becomes too long', `http://example.com/${'ü'.repeat(500)}`],
];

const NAMES = {
  localhost: [['127.0.0.1', '::1']],
  'anything.localhost': [['127.0.0.1']],
  'metadata.google.internal': [['169.254.169.254']],
  '127.0.0.1.wildcard.test': [['127.0.0.1']],
  'six.test': [['::1']],
  'mapped.test': [['::ffff:127.0.0.1']],
  'both.test': [['93.184.215.14', '127.0.0.1']],
  'example.com': [['127.0.0.1']],
};

describe('What a tenant names is called, and nothing private is reached', () => {
  let canary: CanaryServer;
  beforeAll(async () => (canary = await CanaryServer.start()));
  afterAll(async () => {
    await canary.stop();
  });
  const withCanarysPort = () =>
    safeHttp({ OUTBOUND_ALLOWED_PORTS: String(canary.port) }, new ScriptedResolver(NAMES));

  it.each(VECTORS)('by %s [N1 1.3.6]: %s', async (_, vector) => {
    const url = vector.replaceAll('PORT', String(canary.port));
    const failure = await failureOf(withCanarysPort().request({ method: 'GET', url }));
    expect(failure).toMatchObject({ code: 'outbound_refused', kind: 'unprocessable' });
    expect(failure.message).toMatch(/^This address cannot be called: /);
    expect(failure.message).not.toMatch(/\d+\.\d+\.\d+\.\d+|::/);
    expect(canary.hits).toBe(0);
  });

  it('tries more than 46 ways, and would notice the one that got through [N1]', async () => {
    expect(VECTORS.length).toBeGreaterThan(46);
    const open = safeHttp({ OUTBOUND_ALLOWED_HOSTS: `127.0.0.1:${canary.port}` });
    await open.request({ method: 'GET', url: `http://127.1:${canary.port}/` });
    expect(canary.hits).toBe(1);
    canary.hits = 0;
  });

  it('can be told before anybody is asked', () => {
    const http = safeHttp();
    for (const url of ['http://10.0.0.1/', 'ftp://example.com/', 'https://example.com:8443/'])
      expect(() => http.check(url)).toThrow(/cannot be called/);
    expect(() => http.check('https://example.com/hook?token=1')).not.toThrow();
  });
});

describe('A name that changes its mind', () => {
  let outside: FakeHttp;
  let inside: FakeHttp;
  beforeAll(async () => {
    outside = await FakeHttp.start((_, response) => void response.end('outside'));
    inside = await FakeHttp.start((_, response) => void response.end('inside'), {
      port: outside.port,
      host: '127.0.0.2',
    });
  });
  afterAll(async () => {
    await outside.stop();
    await inside.stop();
  });
  beforeEach(() => {
    outside.seen.length = 0;
    outside.answer = (_, response) => void response.end('outside');
  });
  const withNames = (names: ConstructorParameters<typeof ScriptedResolver>[0]) => {
    const resolver = new ScriptedResolver(names);
    const allowed = { OUTBOUND_ALLOWED_HOSTS: `127.0.0.1:${outside.port}` };
    return { resolver, http: safeHttp(allowed, resolver) };
  };
  const url = () => `http://rebound.test:${outside.port}/`;

  it('is asked once, and what was checked is what is connected to [N1]', async () => {
    const { resolver, http } = withNames({ 'rebound.test': [['127.0.0.1'], ['127.0.0.2']] });
    const answer = await http.request({ method: 'GET', url: url() });
    expect([answer.bytes.toString(), resolver.asked]).toEqual(['outside', ['rebound.test']]);
    expect(outside.seen[0]!.headers.host).toBe(`rebound.test:${outside.port}`);
    expect((await failureOf(http.request({ method: 'GET', url: url() }))).code).toBe('outbound_refused');
    expect(inside.seen).toEqual([]);
  });

  it('is asked again by a redirect to itself, and refused [N1]', async () => {
    outside.answer = (_, response) => void response.writeHead(302, { location: '/again' }).end();
    const { resolver, http } = withNames({ 'rebound.test': [['127.0.0.1'], ['127.0.0.2']] });
    expect((await failureOf(http.request({ method: 'GET', url: url() }))).code).toBe('outbound_refused');
    expect(resolver.asked).toHaveLength(2);
    expect([outside.seen.length, inside.seen.length]).toEqual([1, 0]);
  });

  it('is refused for one private address among others, whichever comes first [N1]', async () => {
    for (const answer of [
      ['127.0.0.1', '127.0.0.2'],
      ['127.0.0.2', '127.0.0.1'],
    ]) {
      const { http } = withNames({ 'rebound.test': [answer] });
      expect((await failureOf(http.request({ method: 'GET', url: url() }))).code).toBe('outbound_refused');
    }
    expect([outside.seen, inside.seen]).toEqual([[], []]);
  });

  it('leads nowhere when it has no address, or is unknown', async () => {
    const { http } = withNames({ 'rebound.test': [[]] });
    expect((await failureOf(http.request({ method: 'GET', url: url() }))).code).toBe('outbound_unreachable');
    const unknown = http.request({ method: 'GET', url: 'http://nobody.test/' });
    expect(await failureOf(unknown)).toMatchObject({ code: 'outbound_unreachable', kind: 'unavailable' });
  });
});

describe('A redirect', () => {
  let canary: CanaryServer;
  let server: FakeHttp;
  let other: FakeHttp;
  beforeAll(async () => {
    canary = await CanaryServer.start();
    server = await FakeHttp.start((_, response) => void response.end());
    other = await FakeHttp.start((_, response) => void response.end('elsewhere'));
  });
  afterAll(async () => {
    await Promise.all([canary.stop(), server.stop(), other.stop()]);
  });
  beforeEach(() => {
    server.seen.length = other.seen.length = 0;
  });
  const http = () =>
    safeHttp(
      { OUTBOUND_ALLOWED_HOSTS: `127.0.0.1:${server.port},127.0.0.1:${other.port}` },
      new ScriptedResolver(NAMES),
    );
  const redirectTo = (location: string, status = 302) => {
    server.answer = (_, response) => void response.writeHead(status, { location }).end('moved');
  };

  it.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    '//2130706433:PORT/',
    'http://[::1]:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'file:///etc/passwd',
    'http://user:password@127.0.0.1:PORT/',
  ])('is refused that leads to %s [N1 15.3.2]', async (location) => {
    for (const status of [301, 302, 303, 307, 308]) {
      redirectTo(location.replace('PORT', String(canary.port)), status);
      const failure = await failureOf(http().request({ method: 'GET', url: server.url }));
      expect(failure.code).toBe('outbound_refused');
    }
    expect(canary.hits).toBe(0);
  });

  it('is followed three times, and not a fourth time [N2]', async () => {
    server.answer = ({ path }, response) => {
      const step = Number(path.slice(1));
      if (step === 0) response.end('there');
      else response.writeHead(302, { location: `/${step - 1}` }).end();
    };
    const arrived = await http().request({ method: 'GET', url: `${server.url}/3#part` });
    expect([arrived.bytes.toString(), arrived.finalUrl]).toEqual(['there', `${server.url}/0`]);
    expect(await failureOf(http().request({ method: 'GET', url: `${server.url}/4` }))).toMatchObject({
      code: 'outbound_refused',
      message: 'This address cannot be called: it redirects too often.',
    });
  });

  it('in a circle ends [N2]', async () => {
    redirectTo('/');
    const failure = await failureOf(http().request({ method: 'GET', url: server.url }));
    expect([failure.code, server.seen.length]).toEqual(['outbound_refused', 4]);
  });

  it('to another server takes no credentials along, and to the same one all that was said', async () => {
    const headers = { Authorization: 'Bearer secret', 'X-Api-Key': 'secret', Accept: 'text/plain' };
    redirectTo(other.url);
    await http().request({ method: 'GET', url: server.url, headers });
    expect(server.seen[0]!.headers).toMatchObject({ authorization: 'Bearer secret', 'x-api-key': 'secret' });
    expect(other.seen[0]!.headers.accept).toBe('text/plain');
    expect(JSON.stringify(other.seen)).not.toContain('secret');
    server.answer = ({ path }, response) =>
      path === '/' ? void response.writeHead(302, { location: '/next' }).end() : void response.end();
    await http().request({ method: 'GET', url: server.url, headers });
    expect(server.seen.at(-1)).toMatchObject({ path: '/next', headers: { authorization: 'Bearer secret' } });
  });

  it('is the answer where none is to be followed, and to what was sent with a body', async () => {
    redirectTo(other.url);
    const unfollowed = await http().request({ method: 'GET', url: server.url, limits: { redirects: 0 } });
    const posted = await http().request({ method: 'POST', url: server.url, body: 'words' });
    expect([unfollowed.status, posted.status, other.seen]).toEqual([302, 302, []]);
    expect(JSON.stringify(posted)).not.toContain(String(other.port));
  });

  it.each([
    [301, 200],
    [302, 200],
    [303, 200],
    [307, 307],
    [308, 308],
  ])('%i of a POST becomes a GET without its body only where that was asked for', async (status, seen) => {
    redirectTo(other.url, status);
    const request = { method: 'POST', url: server.url, body: 'words', redirectsToGet: true } as const;
    const answer = await http().request({ ...request, headers: { 'content-type': 'text/plain' } });
    expect(answer.status).toBe(seen);
    const followed = other.seen.map(({ method, body, headers }) => [method, body, headers['content-type']]);
    expect(followed).toEqual(seen === 200 ? [['GET', '', undefined]] : []);
  });
});

describe('A public address', () => {
  it.each(['1.1.1.1', '8.8.8.8', '100.63.255.255', '172.32.0.1', '223.255.255.255', '2606:4700::1111'])(
    'is %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each(['127.0.0.1', '2001:db8::1', '::ffff:8.8.8.8', '3fff::1', '2606:4700::1%eth0', 'words', ''])(
    'is not %j',
    (address) => expect(isPublicAddress(address)).toBe(false),
  );
});
