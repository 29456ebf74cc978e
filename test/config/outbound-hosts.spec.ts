import { type ConfigurationError, readEnvironment } from '../../config/env';

const hostsIn = (list: string) => readEnvironment({ OUTBOUND_ALLOWED_HOSTS: list }).outbound.allowedHosts;

describe('What may be reached although it is private', () => {
  it('is nothing, unless the operator says so', () => {
    expect(readEnvironment({}).outbound).toEqual({ allowedPorts: [], allowedHosts: [] });
  });

  it.each([
    ['intranet.example.com', { name: 'intranet.example.com', port: null }],
    ['Intranet.Example.com.:8080', { name: 'intranet.example.com', port: 8080 }],
    ['127.0.0.1:8080', { network: '127.0.0.1', prefix: 32, port: 8080 }],
    ['127.1', { network: '127.0.0.1', prefix: 32, port: null }],
    ['10.1.0.0/16', { network: '10.1.0.0', prefix: 16, port: null }],
    ['10.0.0.0/8:9000', { network: '10.0.0.0', prefix: 8, port: 9000 }],
    ['[::1]:8080', { network: '::1', prefix: 128, port: 8080 }],
    ['[fd00::]/8', { network: 'fd00::', prefix: 8, port: null }],
  ])('is %s', (entry, host) => expect(hostsIn(entry)).toEqual([host]));

  it.each(['http://intranet', 'intranet/16', '10.0.0.0/33', '[::]/129', '::1', 'a:0', 'a:65536', 'a b', '.'])(
    'is not %s, and nothing starts',
    (entry) => {
      expect(() => hostsIn(`intranet,${entry}`)).toThrow(/OUTBOUND_ALLOWED_HOSTS must list/);
    },
  );

  it('has ports that are numbers', () => {
    expect(readEnvironment({ OUTBOUND_ALLOWED_PORTS: '8443, 9000' }).outbound.allowedPorts).toEqual([
      8443, 9000,
    ]);
    for (const ports of ['https', '0', '80.5', '70000']) {
      const read = () => readEnvironment({ OUTBOUND_ALLOWED_PORTS: ports });
      expect(read).toThrow(expect.objectContaining({ problems: [expect.any(String)] }) as ConfigurationError);
    }
  });
});
