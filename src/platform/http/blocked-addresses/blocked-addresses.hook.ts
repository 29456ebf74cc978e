import { type FastifyInstance } from 'fastify';
import { Problem } from '../problem';
import { sendProblem } from '../problem-filter';
import { PROBES } from '../rate-limit/address-rate-limit.hook';
import { type BlockedAddresses } from './blocked-addresses';

/** Before anything else is known of the request, and before its body is read. */
export function refuseBlockedAddresses(instance: FastifyInstance, blocked: BlockedAddresses): void {
  instance.addHook('onRequest', (request, reply, done) => {
    if (!blocked.has(request.ip) || PROBES.has(request.url)) return done();
    const detail = 'Requests from this network address are not taken for now.';
    sendProblem(reply, new Problem(403, 'address_blocked', detail), request);
  });
}
