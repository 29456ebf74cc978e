import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { addressBucket } from './client-address';
import { enforce } from './rate-headers';
import { RateLimiter } from './rate-limiter';
import { RatePolicies } from './rate-policies';
import { ROUTE_CLASS, type RouteClassName } from './route-class';

/** The first guard of all: counts attempts on routes that take credentials, per address, before they are looked at. */
@Injectable()
export class AddressRateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limiter: RateLimiter,
    private readonly policies: RatePolicies,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (!this.policies.enabled) return true;
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<RouteClassName>(ROUTE_CLASS, targets) !== 'auth') return true;
    return this.count(context);
  }

  private async count(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const { ip } = http.getRequest<FastifyRequest>();
    const { auth } = this.policies;
    enforce(http.getResponse<FastifyReply>(), auth, await this.limiter.take(addressBucket(ip), auth));
    return true;
  }
}
