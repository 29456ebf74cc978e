import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Principal, principalOf } from './principal';
import { forbidden, notAMember } from './refusals';
import { policyOf, type RoutePolicy } from './route-policy';

/** As what? A route that does not say who may call it is refused to everybody. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const policy = policyOf(this.reflector, context);
    if (policy?.allows === 'everybody') return true;
    const principal = principalOf(context.switchToHttp().getRequest<object>());
    if (policy && principal && mayPass(policy, principal)) return true;
    throw policy && principal?.kind === 'user' && principal.role === null ? notAMember() : forbidden();
  }
}

function mayPass(policy: RoutePolicy, { kind, role }: Principal): boolean {
  if (policy.allows === 'roles') return role !== null && policy.roles.includes(role);
  return kind === 'user';
}
