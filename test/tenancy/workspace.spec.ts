import { MemberRemoved } from '../../src/contexts/tenancy/contracts/member-removed.event';
import { MemberRoleChanged } from '../../src/contexts/tenancy/contracts/member-role-changed.event';
import { OwnershipTransferred } from '../../src/contexts/tenancy/contracts/ownership-transferred.event';
import { WorkspaceOpened } from '../../src/contexts/tenancy/contracts/workspace-opened.event';
import { type MemberRole } from '../../src/contexts/tenancy/contracts/member-role';
import { slugFor } from '../../src/contexts/tenancy/domain/slug';
import { Workspace } from '../../src/contexts/tenancy/domain/workspace';

const LAST_OWNER = expect.objectContaining({ kind: 'conflict', code: 'last_owner' }) as Error;
const NO_MEMBER = expect.objectContaining({ kind: 'not_found' }) as Error;

const workspaceOf = (members: Record<string, MemberRole>) =>
  Workspace.restore({ id: 'acme', name: 'Acme', members: new Map(Object.entries(members)) }, 1);

describe('A workspace', () => {
  it('opens with its first owner', () => {
    const workspace = Workspace.open('acme', 'ada', 'Acme');
    expect([...workspace.changedMembers]).toEqual([['ada', 'owner']]);
    expect(workspace.events).toEqual([new WorkspaceOpened('acme', 'ada', 'Acme')]);
  });

  it('makes a member an owner and tells', () => {
    const workspace = workspaceOf({ ada: 'owner', bob: 'member' });
    workspace.changeRole('bob', 'owner');
    expect([...workspace.changedMembers]).toEqual([['bob', 'owner']]);
    expect(workspace.events).toEqual([new MemberRoleChanged('acme', 'bob', 'owner')]);
  });

  it('changes nothing when the role is the same', () => {
    const workspace = workspaceOf({ ada: 'owner' });
    workspace.changeRole('ada', 'owner');
    expect(workspace.events).toEqual([]);
  });

  it('removes a member and tells', () => {
    const workspace = workspaceOf({ ada: 'owner', bob: 'member' });
    workspace.remove('bob');
    expect([...workspace.changedMembers]).toEqual([['bob', null]]);
    expect(workspace.events).toEqual([new MemberRemoved('acme', 'bob')]);
  });

  it('lets an owner go while another stays', () => {
    const workspace = workspaceOf({ ada: 'owner', bob: 'owner' });
    workspace.remove('ada');
    expect(() => workspace.changeRole('bob', 'member')).toThrow(LAST_OWNER);
  });

  it.each([
    ['demoted', (workspace: Workspace) => workspace.changeRole('ada', 'member')],
    ['removed', (workspace: Workspace) => workspace.remove('ada')],
  ])('is never without an owner: the last one is not %s', (_, act) => {
    const workspace = workspaceOf({ ada: 'owner', bob: 'member' });
    expect(() => act(workspace)).toThrow(LAST_OWNER);
    expect(workspace.events).toEqual([]);
  });

  it('passes from one owner to a member, who was nothing more until then', () => {
    const workspace = workspaceOf({ ada: 'owner', bob: 'member' });
    workspace.transfer('ada', 'bob');
    expect(Object.fromEntries(workspace.changedMembers)).toEqual({ ada: 'member', bob: 'owner' });
    expect(workspace.events).toEqual([
      new MemberRoleChanged('acme', 'bob', 'owner'),
      new MemberRoleChanged('acme', 'ada', 'member'),
      new OwnershipTransferred('acme', 'ada', 'bob'),
    ]);
  });

  it.each([
    ['somebody who owns it', 'ada', 'cleo', 'already_owner'],
    ['its own owner', 'ada', 'ada', 'already_owner'],
    ['a stranger', 'ada', 'eve', 'not_found'],
    ['anybody by a member', 'bob', 'bob', 'forbidden'],
  ])('does not pass to %s', (_, from, to, code) => {
    const workspace = workspaceOf({ ada: 'owner', bob: 'member', cleo: 'owner' });
    expect(() => workspace.transfer(from, to)).toThrow(expect.objectContaining({ code }) as Error);
    expect(workspace.events).toEqual([]);
  });

  it('knows only its own members', () => {
    const workspace = workspaceOf({ ada: 'owner' });
    expect(() => workspace.changeRole('eve', 'owner')).toThrow(NO_MEMBER);
    expect(() => workspace.remove('eve')).toThrow(NO_MEMBER);
  });
});

describe('The slug of a workspace', () => {
  const ID = '01938f3a-7c1e-7b5a-9d1f-2f6c8e4b7a10';

  it.each([
    ['Acme Support', 'acme-support-2f6c8e4b7a10'],
    ['  Crème & Brûlée!  ', 'creme-brulee-2f6c8e4b7a10'],
    ['株式会社', 'workspace-2f6c8e4b7a10'],
  ])('of %s is %s', (name, slug) => {
    expect(slugFor(name, ID)).toBe(slug);
  });
});
