import { type FastifyReply } from 'fastify';
import { DomainError } from '../../../kernel/domain-error';
import { type RateDecision, type RatePolicy } from './rate-limiter';

/** Tells the caller about this bucket; of several, the last one that was taken from or refused. */
export function enforce(reply: FastifyReply, policy: RatePolicy, decision: RateDecision): void {
  const { name, capacity } = policy;
  void reply.header('ratelimit-policy', `"${name}";q=${capacity};w=60`);
  void reply.header('ratelimit', `"${name}";r=${decision.remaining};t=${decision.resetSeconds}`);
  if (decision.allowed) return;
  throw new DomainError({
    kind: 'too_many',
    code: 'rate_limited',
    detail: `Too many requests: at most ${capacity} per minute are let through here.`,
    retryAfterSeconds: decision.retryAfterSeconds,
  });
}
