import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readEnvironment } from '../../config/env';
import { DnsHostResolver } from '../../src/platform/outbound/dns.host-resolver';
import { OutboundTargets } from '../../src/platform/outbound/outbound-targets';

describe('What the operator has opened', () => {
  const targets = (variables: Record<string, string>) => new OutboundTargets(readEnvironment(variables));
  const isOpen = (variables: Record<string, string>, url: string, address: string) => {
    try {
      const opened = targets(variables);
      opened.checkAddress(opened.parse(url), address);
      return true;
    } catch {
      return false;
    }
  };
  const [PUBLIC, PRIVATE] = ['93.184.215.14', '10.1.2.3'];

  it.each([
    ['intranet.test', 'http://intranet.test/', true],
    ['intranet.test', 'http://INTRANET.test./', true],
    ['intranet.test', 'http://not-intranet.test/', false],
    ['intranet.test', 'http://intranet.test:8080/', false],
    ['intranet.test:8080', 'http://intranet.test:8080/', true],
    ['intranet.test:8080', 'http://intranet.test/', false],
    ['10.1.0.0/16', 'http://any.test/', true],
    ['10.1.0.0/16', 'https://10.1.2.3/', true],
    ['10.2.0.0/16', 'http://any.test/', false],
    ['10.1.0.0/16:9000', 'http://any.test:9000/', true],
    ['10.1.0.0/16:9000', 'http://any.test/', false],
    ['[::ffff:0:0]/96', 'http://any.test/', false],
  ])('as %s is what %s leads to: %s', (hosts, url, isAllowed) => {
    expect(isOpen({ OUTBOUND_ALLOWED_HOSTS: hosts }, url, PRIVATE)).toBe(isAllowed);
  });

  it('for one host on one port is open for no other, public ones included', () => {
    const variables = { OUTBOUND_ALLOWED_HOSTS: '127.0.0.1:8080' };
    expect(isOpen(variables, 'http://example.com:8080/', PUBLIC)).toBe(false);
    expect(isOpen(variables, 'http://example.com/', PUBLIC)).toBe(true);
    expect(isOpen(variables, 'http://other.test:8080/', '127.0.0.2')).toBe(false);
  });

  it('as a port is open to public addresses, and to private ones that are named', () => {
    const variables = { OUTBOUND_ALLOWED_PORTS: '8443', OUTBOUND_ALLOWED_HOSTS: '10.1.0.0/16' };
    expect(isOpen(variables, 'https://example.com:8443/', PUBLIC)).toBe(true);
    expect(isOpen(variables, 'https://any.test:8443/', PRIVATE)).toBe(true);
    expect(isOpen(variables, 'https://any.test:8443/', '10.2.0.1')).toBe(false);
  });
});

describe('The resolver', () => {
  const [A, AAAA] = [1, 28];
  const SIX = Buffer.from('20010db8000000000000000000000001', 'hex');
  let server: Socket;
  let resolver: DnsHostResolver;
  let records: Partial<Record<number, Buffer>>;

  beforeAll(async () => {
    server = createSocket('udp4');
    server.on('message', (question, { port, address }) =>
      server.send(answerTo(question, records), port, address),
    );
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');
    resolver = new DnsHostResolver([`127.0.0.1:${server.address().port}`]);
  });
  afterAll(() => server.close());

  it('finds the addresses of both families', async () => {
    records = { [A]: Buffer.from([93, 184, 215, 14]), [AAAA]: SIX };
    expect(await resolver.resolve('both.test')).toEqual([
      { address: '93.184.215.14', family: 4 },
      { address: '2001:db8::1', family: 6 },
    ]);
  });

  it('finds those of one family where there are no others', async () => {
    records = { [AAAA]: SIX };
    expect(await resolver.resolve('six.test')).toEqual([{ address: '2001:db8::1', family: 6 }]);
  });

  it('says so when there are none', async () => {
    records = {};
    await expect(resolver.resolve('none.test')).rejects.toMatchObject({ code: 'ENODATA' });
  });
});

/** The question again, and behind it the record of the type that was asked for. */
function answerTo(question: Buffer, records: Partial<Record<number, Buffer>>): Buffer {
  const end = question.indexOf(0, 12) + 5;
  const record = records[question.readUInt16BE(end - 4)];
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(record ? 1 : 0, 6);
  head.fill(0, 8, 12);
  const asked = question.subarray(12, end);
  if (!record) return Buffer.concat([head, asked]);
  const fields = Buffer.from([0xc0, 0x0c, ...asked.subarray(-4), 0, 0, 0, 60, 0, record.length]);
  return Buffer.concat([head, asked, fields, record]);
}
