import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Principal, principalOf } from './principal';

/** Null only on public routes. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal | null =>
    principalOf(context.switchToHttp().getRequest<object>()),
);
