import { type Socket } from 'node:net';
import { type FastifyInstance } from 'fastify';

const SWEEP_MS = 50;
/** Whoever has connected this long ago and said nothing has connected for later. */
const SILENCE_MS = 500;

/**
 * Requests in hand are finished before the server closes; connections that are kept for later are not waited for.
 * A reader who never reads would keep the server open for ever.
 */
export function endConnections(instance: FastifyInstance, graceMs: number): void {
  const silent = silentConnections(instance);
  instance.addHook('preClose', (done) => {
    const { server } = instance;
    const endSilent = setTimeout(() => silent().forEach((socket) => socket.destroy()), SILENCE_MS).unref();
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS).unref();
    const cut = setTimeout(() => server.closeAllConnections(), graceMs).unref();
    server.once('close', () => {
      clearInterval(sweep);
      clearTimeout(endSilent);
      clearTimeout(cut);
    });
    done();
  });
}

/** Node takes a connection for idle only after its first request; browsers and clients open some ahead of need. */
function silentConnections({ server }: FastifyInstance): () => Socket[] {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return () => [...open].filter(({ bytesRead }) => bytesRead === 0);
}
