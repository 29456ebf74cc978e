import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error';
import { principalOf } from './principal';

/** The workspace that the request is about: the first argument of every message. */
export const WorkspaceId = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const principal = principalOf(context.switchToHttp().getRequest<object>());
  if (principal?.workspaceId) return principal.workspaceId;
  throw new DomainError({
    kind: 'invalid',
    code: 'workspace_required',
    detail: 'Say which workspace this is about in the header X-Workspace-ID.',
  });
});
