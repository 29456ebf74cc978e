import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { principalOf } from '../../security/principal';
import { enforce } from './rate-headers';
import { RateLimiter } from './rate-limiter';
import { RatePolicies } from './rate-policies';
import { ROUTE_CLASS, type RouteClassName } from './route-class';

const HEAVY_COST = 10;

/** The last guard: each workspace has a bucket of its own, so that none slows another down. */
@Injectable()
export class WorkspaceRateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limiter: RateLimiter,
    private readonly policies: RatePolicies,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (!this.policies.enabled) return true;
    const http = context.switchToHttp();
    const workspaceId = principalOf(http.getRequest<FastifyRequest>())?.workspaceId;
    if (!workspaceId) return true;
    const { workspace } = this.policies;
    const reply = http.getResponse<FastifyReply>();
    const decision = this.limiter.take(workspaceId, workspace, this.costOf(context));
    if (decision instanceof Promise) return decision.then((late) => (enforce(reply, workspace, late), true));
    enforce(reply, workspace, decision);
    return true;
  }

  private costOf(context: ExecutionContext): number {
    const targets = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride<RouteClassName>(ROUTE_CLASS, targets) === 'heavy'
      ? HEAVY_COST
      : 1;
  }
}
