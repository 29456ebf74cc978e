import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import fastify from 'fastify';
import { endConnections } from '../../src/platform/http/server/ended-connections';

const GRACE_MS = 20_000;

describe('A server that closes', () => {
  const listening = async () => {
    const server = fastify({ forceCloseConnections: false });
    endConnections(server, GRACE_MS);
    server.get('/', () => 'Hello.');
    await server.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
    await once(socket, 'connect');
    return { server, socket };
  };
  const timed = async (work: Promise<unknown>) => {
    const startedAt = performance.now();
    await work;
    return performance.now() - startedAt;
  };

  it('does not wait for a connection that was opened ahead of need', async () => {
    const { server } = await listening();
    expect(await timed(server.close())).toBeLessThan(GRACE_MS / 4);
  });

  it('does not wait for a connection that is kept alive after an answer', async () => {
    const { server, socket } = await listening();
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(socket, 'data');
    expect(await timed(server.close())).toBeLessThan(GRACE_MS / 4);
  });
});
