import { type FastifyInstance } from 'fastify';
import { addressBucket } from './client-address';
import { enforce } from './rate-headers';
import { type RateDecision, type RateLimiter } from './rate-limiter';
import { type RatePolicies } from './rate-policies';

/** Asked by the machines that decide whether this process lives. */
export const PROBES = new Set(['/health', '/ready']);

/** Before the body is read: a flood from one address must not cost us its bodies. */
export function limitAddresses(
  instance: FastifyInstance,
  limiter: RateLimiter,
  policies: RatePolicies,
): void {
  if (!policies.enabled) return;
  const policy = policies.address;
  instance.addHook('onRequest', (request, reply, done) => {
    if (PROBES.has(request.url)) return done();
    const settle = (decision: RateDecision) => {
      try {
        enforce(reply, policy, decision);
      } catch (refusal) {
        return done(refusal as Error);
      }
      return done();
    };
    const decision = limiter.take(addressBucket(request.ip), policy);
    if (decision instanceof Promise) decision.then(settle, done);
    else settle(decision);
  });
}
