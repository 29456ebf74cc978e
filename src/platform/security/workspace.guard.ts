import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type FastifyRequest } from 'fastify';
import { DomainError } from '../../kernel/domain-error';
import { type Principal, principalOf, rememberPrincipal, type Role } from './principal';
import { HiddenRefusal, notAMember, secondFactorRequired, workspaceSuspended } from './refusals';
import { policyOf } from './route-policy';
import { SessionDirectory } from './session-directory';
import { WORKSPACE_FROM_PATH } from './workspace-from-path';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** In which workspace, and as what there? The token only says where its session stands, not that it still may. */
@Injectable()
export class WorkspaceGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly directory: SessionDirectory,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = principalOf(request);
    const policy = policyOf(this.reflector, context);
    if (!principal || policy?.allows === 'everybody') return true;
    const chosen = chosenWorkspace(request);
    const placed = chosen ? await this.place(principal, chosen) : await this.placeAtHome(principal);
    // Remembered before each refusal: it joins the log of the workspace in which the caller stands.
    rememberPrincipal(request, placed ?? (await this.placeAtHome(principal)));
    if (!placed) throw notAMember();
    const there = await this.followPath(context, request, placed);
    rememberPrincipal(request, there);
    if (policy?.allows === 'roles' && !entersAsAdministrator(policy.roles, there))
      await this.refuseAtTheDoor(there);
    return true;
  }

  /** Someone who was removed from the session's workspace stands in none, and may still choose another. */
  private async placeAtHome(principal: Principal): Promise<Principal> {
    if (!principal.workspaceId) return principal;
    return (
      (await this.place(principal, principal.workspaceId)) ?? { ...principal, workspaceId: null, role: null }
    );
  }

  private async followPath(
    context: ExecutionContext,
    request: FastifyRequest,
    placed: Principal,
  ): Promise<Principal> {
    const parameter = this.reflector.getAllAndOverride<string | undefined>(WORKSPACE_FROM_PATH, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!parameter) return placed;
    const named = (request.params as Record<string, string | undefined>)[parameter] ?? '';
    const there = UUID.test(named) ? await this.place(placed, named.toLowerCase()) : null;
    if (!there) throw new HiddenRefusal('workspace');
    return there;
  }

  /** Null when the workspace is not open to this caller. An administrator may look into every one that exists. */
  private async place(principal: Principal, workspaceId: string): Promise<Principal | null> {
    if (principal.kind === 'key' && principal.workspaceId !== workspaceId) return null;
    const role = principal.userId
      ? await this.directory.roleIn(principal.userId, workspaceId)
      : (await this.directory.workspace(workspaceId))
        ? principal.role
        : null;
    if (role) return { ...principal, workspaceId, role };
    const looksIn = principal.isAdministrator && (await this.directory.workspace(workspaceId));
    return looksIn ? { ...principal, workspaceId, role: null } : null;
  }

  private async refuseAtTheDoor({ kind, role, workspaceId, isStrong }: Principal): Promise<void> {
    if (!workspaceId || role === 'admin' || !role) return;
    const standing = await this.directory.workspace(workspaceId);
    if (standing?.isSuspended) throw workspaceSuspended();
    if (standing?.requiresSecondFactor && kind === 'user' && !isStrong) throw secondFactorRequired();
  }
}

/** Somebody who may resume a workspace must not be kept out by its suspension, because it is also their own. */
function entersAsAdministrator(
  admitted: readonly Role[],
  { role, isAdministrator, isStrong }: Principal,
): boolean {
  const isAdmitted = role !== null && admitted.includes(role);
  return isAdministrator && isStrong && !isAdmitted && admitted.includes('admin');
}

function chosenWorkspace({ headers }: FastifyRequest): string | null {
  const chosen = headers['x-workspace-id'];
  if (chosen === undefined) return null;
  if (typeof chosen === 'string' && UUID.test(chosen)) return chosen.toLowerCase();
  throw new DomainError({
    kind: 'invalid',
    code: 'invalid_workspace_id',
    detail: 'X-Workspace-ID must be a UUID.',
  });
}
