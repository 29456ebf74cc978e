import { type FastifyInstance, type FastifyRequest } from 'fastify';

const PATIENCE_MS = 5_000;
const LEAST_BYTES_PER_SECOND = 1_024;

interface Arriving {
  readonly since: number;
  readonly bytesBefore: number;
}

/**
 * Node times a whole request, which must allow for large and honest ones. This watches the pace:
 * a body that still arrives after the patience at less than the least rate loses its connection.
 */
export function closeSlowBodies(instance: FastifyInstance): void {
  const arriving = new Map<FastifyRequest, Arriving>();
  instance.addHook('preParsing', (request, _reply, payload, done) => {
    if (request.method !== 'GET')
      arriving.set(request, { since: performance.now(), bytesBefore: request.raw.socket.bytesRead });
    done(null, payload);
  });
  instance.addHook('preValidation', (request, _reply, done) => {
    arriving.delete(request);
    done();
  });
  // Also runs where the body was refused or the client went away.
  instance.addHook('onResponse', (request, _reply, done) => {
    arriving.delete(request);
    done();
  });
  const sweep = setInterval(() => {
    const now = performance.now();
    for (const [request, start] of arriving) if (isTooSlow(request, start, now)) request.raw.socket.destroy();
  }, 1_000).unref();
  instance.addHook('onClose', (_instance, done) => {
    clearInterval(sweep);
    done();
  });
}

function isTooSlow(request: FastifyRequest, { since, bytesBefore }: Arriving, now: number): boolean {
  const seconds = (now - since) / 1_000;
  if (seconds * 1_000 < PATIENCE_MS) return false;
  return request.raw.socket.bytesRead - bytesBefore < LEAST_BYTES_PER_SECOND * seconds;
}
