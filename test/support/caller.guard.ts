import { type CanActivate, type ExecutionContext } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { NOBODY, rememberPrincipal } from '../../src/platform/security/principal';

/** Stands for authentication: the headers X-Test-User and X-Test-Workspace say who calls. */
export class CallerGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const userId = request.headers['x-test-user'];
    const workspaceId = request.headers['x-test-workspace'];
    if (typeof userId === 'string' && typeof workspaceId === 'string') {
      const person = { kind: 'user', userId, sessionId: userId, workspaceId, role: 'owner' } as const;
      rememberPrincipal(request, { ...NOBODY, ...person });
    }
    return true;
  }
}
