import { AggregateRoot } from '../../../kernel/aggregate-root';
import { MemberRemoved } from '../contracts/member-removed.event';
import { type MemberRole } from '../contracts/member-role';
import { MemberRoleChanged } from '../contracts/member-role-changed.event';
import { OwnershipTransferred } from '../contracts/ownership-transferred.event';
import { WorkspaceOpened } from '../contracts/workspace-opened.event';
import { alreadyOwner, lastOwner, noSuchMember, ownsNoLonger } from './errors';

/** Who owns so many opens and restores no more; others may still make them an owner of theirs. */
export const MOST_OWNED = 20;

export interface WorkspaceState {
  readonly id: string;
  readonly name: string;
  readonly members: ReadonlyMap<string, MemberRole>;
}

/** The tenant and who belongs to it. It is never without an owner. */
export class Workspace extends AggregateRoot {
  private readonly members: Map<string, MemberRole>;
  private readonly changes = new Map<string, MemberRole | null>();

  private constructor(
    readonly state: WorkspaceState,
    version: number,
  ) {
    super(state.id, version);
    this.members = new Map(state.members);
  }

  static open(id: string, ownerId: string, name: string): Workspace {
    const workspace = new Workspace({ id, name, members: new Map() }, 0);
    workspace.put(ownerId, 'owner');
    workspace.raise(new WorkspaceOpened(id, ownerId, name));
    return workspace;
  }

  static restore(state: WorkspaceState, version: number): Workspace {
    return new Workspace(state, version);
  }

  /** What is new since it was loaded; null for somebody who is no member any more. */
  get changedMembers(): ReadonlyMap<string, MemberRole | null> {
    return this.changes;
  }

  get memberIds(): string[] {
    return [...this.members.keys()];
  }

  changeRole(userId: string, role: MemberRole): void {
    if (this.roleOf(userId) === role) return;
    if (role !== 'owner') this.refuseToLoseOwner(userId);
    this.put(userId, role);
    this.raise(new MemberRoleChanged(this.id, userId, role));
  }

  remove(userId: string): void {
    this.roleOf(userId);
    this.refuseToLoseOwner(userId);
    this.members.delete(userId);
    this.changes.set(userId, null);
    this.raise(new MemberRemoved(this.id, userId));
  }

  /** Who hands it over stays as a member; any other owner stays one. */
  transfer(ownerId: string, userId: string): void {
    if (this.members.get(ownerId) !== 'owner') throw ownsNoLonger();
    if (this.roleOf(userId) === 'owner') throw alreadyOwner();
    this.changeRole(userId, 'owner');
    this.changeRole(ownerId, 'member');
    this.raise(new OwnershipTransferred(this.id, ownerId, userId));
  }

  private roleOf(userId: string): MemberRole {
    const role = this.members.get(userId);
    if (!role) throw noSuchMember();
    return role;
  }

  private refuseToLoseOwner(userId: string): void {
    const othersOwn = [...this.members].some(([id, role]) => role === 'owner' && id !== userId);
    if (!othersOwn) throw lastOwner();
  }

  private put(userId: string, role: MemberRole): void {
    this.members.set(userId, role);
    this.changes.set(userId, role);
  }
}
