import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { principalOf } from './principal';

/** The person who calls; only for routes that persons alone may call, such as those of @SignedIn(). */
export const UserId = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const userId = principalOf(context.switchToHttp().getRequest<object>())?.userId;
  if (!userId) throw new Error('This route admits callers who are no person: it must not ask for @UserId()');
  return userId;
});
