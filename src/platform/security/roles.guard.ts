import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Clock } from '../../kernel/clock';
import { type Principal, principalOf, rememberPrincipal } from './principal';
import { RECENT_SECONDS, RECENT_SIGN_IN } from './recent-sign-in';
import { forbidden, notAMember, scopeMissing, secondFactorRequired, signInAgain } from './refusals';
import { policyOf, type RoutePolicy } from './route-policy';
import { NEEDED_SCOPE, type Scope } from './scopes';

/** As what? A route that does not say who may call it is refused to everybody. */
@Injectable()
export class RolesGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly clock: Clock,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const policy = policyOf(this.reflector, context);
    if (policy?.allows === 'everybody') return true;
    const request = context.switchToHttp().getRequest<object>();
    const principal = principalOf(request);
    if (!policy || !principal) throw forbidden();
    if (!mayPass(policy, principal)) rememberPrincipal(request, asAdministrator(policy, principal));
    this.refuseOtherScopes(context, principal);
    this.refuseLongAgo(context, principal);
    return true;
  }

  private refuseOtherScopes(context: ExecutionContext, { scopes }: Principal): void {
    if (scopes === null) return;
    const needed = this.told<Scope>(context, NEEDED_SCOPE);
    if (!needed || !scopes.includes(needed)) throw scopeMissing(needed);
  }

  private refuseLongAgo(context: ExecutionContext, { kind, authenticatedAt }: Principal): void {
    if (kind !== 'user' || !this.told<boolean>(context, RECENT_SIGN_IN)) return;
    const age = this.clock.now().getTime() - (authenticatedAt?.getTime() ?? 0);
    if (age > RECENT_SECONDS * 1_000) throw signInAgain();
  }

  private told<T>(context: ExecutionContext, key: symbol): T | undefined {
    return this.reflector.getAllAndOverride<T | undefined>(key, [context.getHandler(), context.getClass()]);
  }
}

function mayPass(policy: RoutePolicy, { kind, role }: Principal): boolean {
  if (policy.allows === 'roles') return role !== null && policy.roles.includes(role);
  return kind === 'user';
}

/** A person's second standing, for what their role in the workspace does not open to them. */
function asAdministrator(policy: RoutePolicy, principal: Principal): Principal {
  const opensToAdministrators = policy.allows === 'roles' && policy.roles.includes('admin');
  if (opensToAdministrators && principal.isAdministrator) {
    if (!principal.isStrong) throw secondFactorRequired();
    return { ...principal, role: 'admin' };
  }
  throw principal.kind === 'user' && principal.role === null && !opensToAdministrators
    ? notAMember()
    : forbidden();
}
