import { type MemberRole } from '../contracts/member-role';
import { inviteExpired, inviteForAnother, inviteUsed, noSuchInvite } from './errors';

export const INVITE_DAYS = 7;
/** How many may wait in a workspace, and how often each is sent: nobody is flooded with our mails. */
export const MOST_INVITES = 50;
export const MOST_SENDS = 5;

export interface Invite {
  readonly id: string;
  /** Null once it is accepted. */
  readonly email: string | null;
  readonly role: MemberRole;
  readonly expiresAt: Date;
  readonly acceptedBy: string | null;
}

interface Invitee {
  readonly id: string;
  readonly email: string;
}

/** Whether the person joins now or has done so before, by this very invitation; refused otherwise. */
export function acceptanceOf(invite: Invite | null, person: Invitee, now: Date): 'now' | 'before' {
  if (!invite) throw noSuchInvite();
  if (invite.email === null) {
    if (invite.acceptedBy === person.id) return 'before';
    throw inviteUsed();
  }
  if (invite.email.toLowerCase() !== person.email.toLowerCase()) throw inviteForAnother();
  if (invite.expiresAt <= now) throw inviteExpired();
  return 'now';
}

export function expiryOf(now: Date): Date {
  return new Date(now.getTime() + INVITE_DAYS * 86_400_000);
}
