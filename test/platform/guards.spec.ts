import { type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Clock } from '../../src/kernel/clock';
import {
  NOBODY,
  type Principal,
  principalOf,
  rememberPrincipal,
  type Role,
} from '../../src/platform/security/principal';
import { Public } from '../../src/platform/security/public';
import { RecentSignIn } from '../../src/platform/security/recent-sign-in';
import { Roles, SignedIn } from '../../src/platform/security/roles';
import { RolesGuard } from '../../src/platform/security/roles.guard';
import { NeedsScope } from '../../src/platform/security/scopes';
import {
  type LiveSession,
  SessionDirectory,
  type WorkspaceStanding,
} from '../../src/platform/security/session-directory';
import { WorkspaceFromPath } from '../../src/platform/security/workspace-from-path';
import { WorkspaceGuard } from '../../src/platform/security/workspace.guard';

const [ACME, OTHER, NONE, SUSPENDED, STRICT] = [1, 2, 3, 4, 5].map(
  (n) => `01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a1${n}`,
) as [string, string, string, string, string];
const NOW = new Date('2026-11-21T10:00:00Z');

class FixedClock extends Clock {
  now(): Date {
    return NOW;
  }
}

class Directory extends SessionDirectory {
  readonly roles = new Map<string, Role>([ACME, SUSPENDED, STRICT].map((id) => [`ada ${id}`, 'owner']));

  find(): Promise<LiveSession | null> {
    return Promise.resolve(null);
  }

  roleIn(userId: string, workspaceId: string): Promise<Role | null> {
    return Promise.resolve(this.roles.get(`${userId} ${workspaceId}`) ?? null);
  }

  workspace(workspaceId: string): Promise<WorkspaceStanding | null> {
    const standing = {
      isSuspended: workspaceId === SUSPENDED,
      requiresSecondFactor: workspaceId === STRICT,
    };
    return Promise.resolve(workspaceId === NONE ? null : standing);
  }

  forgetSession(): void {}
  forgetMember(): void {}
  forgetWorkspace(): void {}
}

class Routes {
  @Public() open(): void {}
  @SignedIn() personal(): void {}
  @Roles('owner') owners(): void {}
  @Roles('admin') administrators(): void {}
  @Roles('owner') @WorkspaceFromPath('id') named(): void {}
  @Roles('owner', 'service') @NeedsScope('knowledge:read') scoped(): void {}
  @Roles('owner', 'service') unscoped(): void {}
  @Roles('owner', 'admin') @RecentSignIn() recent(): void {}
  silent(): void {}
}

const ada: Principal = { ...NOBODY, kind: 'user', userId: 'ada', sessionId: 's', workspaceId: ACME };
const owner: Principal = { ...ada, role: 'owner' };
const admin: Principal = { ...NOBODY, kind: 'admin', role: 'admin' };
const weakAdministrator: Principal = { ...ada, isAdministrator: true };
const strongAdministrator: Principal = { ...weakAdministrator, isStrong: true };
const key: Principal = {
  ...NOBODY,
  kind: 'key',
  keyId: 'k',
  workspaceId: ACME,
  role: 'service',
  scopes: ['knowledge:read'],
};
const signedInAgo = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);
const roles = new RolesGuard(new Reflector(), new FixedClock());
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

  it('refuses everybody where a route does not say who may call it [A1]', () => {
    const everybody = [owner, { ...ada, role: 'member' as const }, admin, key, strongAdministrator, null];
    expect(everybody.map((who) => verdict('silent', who))).toEqual(everybody.map(() => 'forbidden'));
  });

  const callers = {
    nobody: null,
    'a person in no workspace': ada,
    'an owner': owner,
    'a member': { ...ada, role: 'member' },
    'the administrator’s key': admin,
    'an administrator without a second factor': weakAdministrator,
    'an administrator': strongAdministrator,
    'a key': key,
    'a key for an agent': { ...key, role: 'agent' },
    'a key for other things': { ...key, scopes: ['knowledge:write', 'agents:run'] },
    'a key for nothing': { ...key, scopes: [] },
    'an owner of five minutes ago': { ...owner, authenticatedAt: signedInAgo(300) },
    'an owner of more than that ago': { ...owner, authenticatedAt: signedInAgo(301) },
    'an administrator of more than that ago': { ...strongAdministrator, authenticatedAt: signedInAgo(301) },
  } as const satisfies Record<string, Principal | null>;

  it.each<[keyof Routes, keyof typeof callers, string]>([
    ['open', 'nobody', 'true'],
    ['personal', 'a person in no workspace', 'true'],
    ['personal', 'the administrator’s key', 'forbidden'],
    ['personal', 'a key', 'forbidden'],
    ['owners', 'an owner', 'true'],
    ['owners', 'a member', 'forbidden'],
    ['owners', 'a person in no workspace', 'not_a_member'],
    ['owners', 'the administrator’s key', 'forbidden'],
    ['owners', 'a key', 'forbidden'],
    ['owners', 'nobody', 'forbidden'],
    ['administrators', 'the administrator’s key', 'true'],
    ['administrators', 'an owner', 'forbidden'],
    ['administrators', 'an administrator without a second factor', 'second_factor_required'],
    ['administrators', 'an administrator', 'true'],
    ['administrators', 'a key', 'forbidden'],
    ['scoped', 'a key', 'true'],
    ['scoped', 'a key for other things', 'scope_missing'],
    ['scoped', 'a key for nothing', 'scope_missing'],
    ['scoped', 'a key for an agent', 'forbidden'],
    ['scoped', 'an owner', 'true'],
    ['unscoped', 'a key', 'scope_missing'],
    ['recent', 'an owner of five minutes ago', 'true'],
    ['recent', 'an owner of more than that ago', 'recent_sign_in_required'],
    ['recent', 'an owner', 'recent_sign_in_required'],
    ['recent', 'an administrator of more than that ago', 'recent_sign_in_required'],
    ['recent', 'the administrator’s key', 'true'],
  ])('at a route that is %s says to %s: %s [TE-09 ID-33]', (route, who, expected) => {
    expect(verdict(route, callers[who])).toBe(expected);
  });

  it('makes an administrator of a person only where administrators are asked for [ID-31]', () => {
    const { context, placed } = ask('administrators', strongAdministrator);
    roles.canActivate(context);
    expect(placed()).toMatchObject({ kind: 'user', userId: 'ada', role: 'admin' });
    expect(verdict('owners', strongAdministrator)).toBe('not_a_member');
  });
});

describe('The guard of workspaces', () => {
  it('takes the role from the directory, whatever the principal brought [TE-05]', async () => {
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
  ])('refuses a header that names %s [TE-08]', async (_, named, code) => {
    const { context } = ask('personal', ada, { 'x-workspace-id': named });
    await expect(workspaces.canActivate(context)).rejects.toMatchObject({ code });
  });

  it.each([
    ['the key', admin],
    ['a person', { ...strongAdministrator, workspaceId: null }],
  ])('lets the administrator, %s, look into every workspace that exists', async (_, who) => {
    const { context, placed } = ask('administrators', who, { 'x-workspace-id': OTHER.toUpperCase() });
    await workspaces.canActivate(context);
    expect(placed()).toMatchObject({ kind: who.kind, workspaceId: OTHER });
    const missing = ask('administrators', who, { 'x-workspace-id': NONE });
    await expect(workspaces.canActivate(missing.context)).rejects.toMatchObject({ code: 'not_a_member' });
  });

  it('keeps an API key in its own workspace, and out of it once it is gone [ID-32]', async () => {
    const home = ask('scoped', key);
    await workspaces.canActivate(home.context);
    expect(home.placed()).toMatchObject({ workspaceId: ACME, role: 'service' });
    const abroad = ask('scoped', key, { 'x-workspace-id': OTHER });
    await expect(workspaces.canActivate(abroad.context)).rejects.toMatchObject({ code: 'not_a_member' });
    const gone = ask('scoped', { ...key, workspaceId: NONE });
    await workspaces.canActivate(gone.context);
    expect(gone.placed()).toMatchObject({ workspaceId: null, role: null });
  });

  it.each<[string, string, string, keyof Routes, Principal]>([
    ['a person', 'suspended', 'workspace_suspended', 'owners', ada],
    ['an API key', 'suspended', 'workspace_suspended', 'scoped', key],
    ['a person without a second factor', 'strict', 'second_factor_required', 'owners', ada],
    ['a person with a second factor', 'strict', 'true', 'owners', { ...ada, isStrong: true }],
    ['an API key', 'strict', 'true', 'scoped', key],
    ['a person, for what is their own,', 'suspended', 'true', 'personal', ada],
    ['an administrator', 'suspended', 'true', 'administrators', admin],
    ['an administrator who owns it, as such,', 'suspended', 'true', 'administrators', strongAdministrator],
    [
      'an administrator who owns it, as its owner,',
      'suspended',
      'workspace_suspended',
      'recent',
      strongAdministrator,
    ],
    ['an owner who asks as an administrator', 'suspended', 'workspace_suspended', 'administrators', ada],
    [
      'an administrator without a second factor',
      'strict',
      'second_factor_required',
      'recent',
      weakAdministrator,
    ],
  ])('says to %s at the door of a %s workspace: %s [TE-10]', async (_, what, expected, route, who) => {
    const workspaceId = what === 'suspended' ? SUSPENDED : STRICT;
    const { context } = ask(route, { ...who, workspaceId });
    const verdict = await workspaces
      .canActivate(context)
      .then(String, (error: { code: string }) => error.code);
    expect(verdict).toBe(expected);
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
