import { type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  type Principal,
  principalOf,
  rememberPrincipal,
  type Role,
} from '../../src/platform/security/principal';
import { Public } from '../../src/platform/security/public';
import { Roles, SignedIn } from '../../src/platform/security/roles';
import { RolesGuard } from '../../src/platform/security/roles.guard';
import { type LiveSession, SessionDirectory } from '../../src/platform/security/session-directory';
import { WorkspaceFromPath } from '../../src/platform/security/workspace-from-path';
import { WorkspaceGuard } from '../../src/platform/security/workspace.guard';

const [ACME, OTHER, NONE] = [1, 2, 3].map((n) => `01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a1${n}`) as [
  string,
  string,
  string,
];

class Directory extends SessionDirectory {
  readonly roles = new Map<string, Role>([[`ada ${ACME}`, 'owner']]);

  find(): Promise<LiveSession | null> {
    return Promise.resolve(null);
  }

  roleIn(userId: string, workspaceId: string): Promise<Role | null> {
    return Promise.resolve(this.roles.get(`${userId} ${workspaceId}`) ?? null);
  }

  workspaceExists(workspaceId: string): Promise<boolean> {
    return Promise.resolve(workspaceId !== NONE);
  }

  forgetSession(): void {}
  forgetMember(): void {}
}

class Routes {
  @Public() open(): void {}
  @SignedIn() personal(): void {}
  @Roles('owner') owners(): void {}
  @Roles('admin') administrators(): void {}
  @Roles('owner') @WorkspaceFromPath('id') named(): void {}
  silent(): void {}
}

const ada: Principal = { kind: 'user', userId: 'ada', sessionId: 's', workspaceId: ACME, role: null };
const admin: Principal = { kind: 'admin', userId: null, sessionId: null, workspaceId: null, role: 'admin' };
const roles = new RolesGuard(new Reflector());
const workspaces = new WorkspaceGuard(new Reflector(), new Directory());

function ask(route: keyof Routes, principal: Principal | null, headers: object = {}, params: object = {}) {
  const request = { headers, params };
  if (principal) rememberPrincipal(request, principal);
  const context = {
    getClass: () => Routes,
    // eslint-disable-next-line @typescript-eslint/unbound-method
    getHandler: () => Routes.prototype[route],
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
  return { context, placed: () => principalOf(request) };
}

describe('The guard of roles', () => {
  const verdict = (route: keyof Routes, principal: Principal | null): string => {
    try {
      return String(roles.canActivate(ask(route, principal).context));
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('refuses everybody where a route does not say who may call it', () => {
    const everybody = [{ ...ada, role: 'owner' as const }, { ...ada, role: 'member' as const }, admin, null];
    expect(everybody.map((who) => verdict('silent', who))).toEqual(everybody.map(() => 'forbidden'));
  });

  it.each<[keyof Routes, Principal | null, string]>([
    ['open', null, 'true'],
    ['personal', ada, 'true'],
    ['personal', admin, 'forbidden'],
    ['owners', { ...ada, role: 'owner' }, 'true'],
    ['owners', { ...ada, role: 'member' }, 'forbidden'],
    ['owners', ada, 'not_a_member'],
    ['owners', admin, 'forbidden'],
    ['owners', null, 'forbidden'],
    ['administrators', admin, 'true'],
    ['administrators', { ...ada, role: 'owner' }, 'forbidden'],
  ])('at %s says to %j: %s', (route, principal, expected) => {
    expect(verdict(route, principal)).toBe(expected);
  });
});

describe('The guard of workspaces', () => {
  it('takes the role from the directory, whatever the principal brought', async () => {
    const { context, placed } = ask('owners', { ...ada, role: 'member' });
    await workspaces.canActivate(context);
    expect(placed()).toMatchObject({ workspaceId: ACME, role: 'owner' });
  });

  it('leaves somebody who was removed in no workspace', async () => {
    const { context, placed } = ask('personal', { ...ada, workspaceId: OTHER });
    await workspaces.canActivate(context);
    expect(placed()).toMatchObject({ workspaceId: null, role: null });
  });

  it.each([
    ['a foreign one', OTHER, 'not_a_member'],
    ['none that exists', NONE, 'not_a_member'],
    ['no UUID', 'acme', 'invalid_workspace_id'],
    ['two at once', `${ACME}, ${OTHER}`, 'invalid_workspace_id'],
    ['nothing', '', 'invalid_workspace_id'],
  ])('refuses a header that names %s', async (_, named, code) => {
    const { context } = ask('personal', ada, { 'x-workspace-id': named });
    await expect(workspaces.canActivate(context)).rejects.toMatchObject({ code });
  });

  it('lets the administrator look into every workspace that exists', async () => {
    const { context, placed } = ask('administrators', admin, { 'x-workspace-id': OTHER.toUpperCase() });
    await workspaces.canActivate(context);
    expect(placed()).toMatchObject({ kind: 'admin', role: 'admin', workspaceId: OTHER });
    const missing = ask('administrators', admin, { 'x-workspace-id': NONE });
    await expect(workspaces.canActivate(missing.context)).rejects.toMatchObject({ code: 'not_a_member' });
  });

  it('follows the path, and knows nothing of workspaces that are not the caller’s', async () => {
    const { context, placed } = ask('named', { ...ada, workspaceId: null }, {}, { id: ACME });
    await workspaces.canActivate(context);
    expect(placed()).toMatchObject({ workspaceId: ACME, role: 'owner' });
    for (const id of [OTHER, NONE, 'acme']) {
      const foreign = ask('named', ada, {}, { id });
      await expect(workspaces.canActivate(foreign.context)).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});
