import { type MemberRole } from '../contracts/member-role';
import { type Invite } from './invite';

/** What the link in the mail stands for; it is made anew whenever the mail is sent. */
export interface InviteLink {
  readonly workspaceId: string;
  readonly linkId: string;
}

export interface NewInvite extends InviteLink {
  readonly id: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly invitedBy: string;
  readonly workspaceName: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export abstract class Invites {
  /** Takes the place of an older one to the same address. False when too many wait, or it was sent too often. */
  abstract send(invite: NewInvite): Promise<boolean>;
  abstract find(workspaceId: string, id: string): Promise<Invite | null>;
  abstract findByLink(link: InviteLink): Promise<Invite | null>;
  /** False when there is none that waits. */
  abstract withdraw(workspaceId: string, id: string): Promise<boolean>;
  /** Makes the person a member. False when it does not wait any more. */
  abstract accept(link: InviteLink, userId: string, role: MemberRole, now: Date): Promise<boolean>;
}
