import { type CustomDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { type Reflector } from '@nestjs/core';
import { type Role } from './principal';

/** Who may call a route. A route without one is refused to everybody. */
export type RoutePolicy =
  | { readonly allows: 'everybody'; readonly recognisesCaller: boolean }
  | { readonly allows: 'signed-in' }
  | { readonly allows: 'roles'; readonly roles: readonly Role[] };

export const ROUTE_POLICY = Symbol('route policy');

export const StatePolicy = (policy: RoutePolicy): CustomDecorator<symbol> =>
  SetMetadata(ROUTE_POLICY, policy);

/** The method's own policy, else its controller's. */
export function policyOf(reflector: Reflector, context: ExecutionContext): RoutePolicy | undefined {
  return reflector.getAllAndOverride<RoutePolicy | undefined>(ROUTE_POLICY, [
    context.getHandler(),
    context.getClass(),
  ]);
}
