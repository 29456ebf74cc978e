import { type FastifyInstance } from 'fastify';
import { problemOfStatus } from '../problem';
import { sendProblem } from '../problem-filter';

const PROBES = /^\/(health|ready|api\/v1\/(system|observability)\/[a-z]+)(\?|$)/;

/** A worker is watched over HTTP and used over none: everything but the probes is not there. */
export function serveProbesOnly(instance: FastifyInstance): void {
  instance.addHook('onRequest', (request, reply, done) => {
    if (PROBES.test(request.url)) done();
    else sendProblem(reply, problemOfStatus(404), request);
  });
}
