import { Injectable, Optional } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { type Problem } from '../http/problem';
import { RatePolicies } from '../http/rate-limit/rate-policies';
import { principalOf } from '../security/principal';
import { HiddenRefusal } from '../security/refusals';
import { AuditTrail } from './audit-trail';

/** Of a caller who has not tried to be anybody. */
const NO_CREDENTIALS = 'not_authenticated';
const ACTIONS: Readonly<Record<number, string>> = {
  401: 'platform.authentication_denied',
  403: 'platform.access_denied',
  423: 'platform.locked_account_denied',
};

/** Every refusal passes through the problem filter, and so through here: no route can forget to note one. */
@Injectable()
export class Denials {
  constructor(
    private readonly policies: RatePolicies,
    @Optional() private readonly trail?: AuditTrail,
  ) {}

  note(problem: Problem, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const action = this.actionOf(problem, error, reply);
    if (!action) return;
    const { method, routeOptions } = request;
    // The pattern: the address itself may hold what belongs into no log.
    const detail = { code: problem.code, method, route: routeOptions.url ?? 'unmatched' };
    this.trail?.note(logOf(request), { action, detail });
  }

  private actionOf(problem: Problem, error: unknown, reply: FastifyReply): string | undefined {
    if (problem.code === NO_CREDENTIALS) return undefined;
    if (error instanceof HiddenRefusal) return 'platform.foreign_workspace_denied';
    if (problem.status === 429) return this.guardsCredentials(reply) ? 'platform.rate_denied' : undefined;
    return ACTIONS[problem.status];
  }

  private guardsCredentials(reply: FastifyReply): boolean {
    return String(reply.getHeader('ratelimit-policy')).startsWith(`"${this.policies.auth.name}"`);
  }
}

/** The caller's own: what somebody tries elsewhere is nothing that the other tenant's log may tell of them. */
function logOf(request: FastifyRequest): string | null {
  const principal = principalOf(request);
  return principal?.role && principal.role !== 'admin' ? principal.workspaceId : null;
}
