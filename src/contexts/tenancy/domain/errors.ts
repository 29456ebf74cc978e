import { DomainError, notFound } from '../../../kernel/domain-error';

export const noSuchMember = () => notFound('member');
export const noSuchInvite = () => notFound('invitation');

const conflict = (code: string, detail: string) => new DomainError({ kind: 'conflict', code, detail });

export const lastOwner = () =>
  conflict('last_owner', 'A workspace is never without an owner: make somebody else an owner first.');

export const ownsWorkspaces = () =>
  conflict(
    'owns_workspaces',
    'You are the only owner of a workspace: hand it over, or delete it, before you go.',
  );

export const alreadyOwner = () => conflict('already_owner', 'This person is an owner already.');

/** Whoever hands over has stopped being an owner since the request was let in. */
export const ownsNoLonger = () =>
  new DomainError({ kind: 'forbidden', code: 'forbidden', detail: 'Your role does not allow this.' });

export const tooManyWorkspaces = (most: number) =>
  conflict(
    'too_many_workspaces',
    `Who owns ${most} workspaces opens and restores no more: hand one over or delete one.`,
  );

export const strongSessionRequired = () =>
  conflict(
    'strong_session_required',
    'Sign in with a second factor first: otherwise this setting would lock you out yourself.',
  );

export const alreadyMember = () => conflict('already_member', 'This person is a member already.');

export const tooManyInvites = (most: number, mails: number) =>
  conflict(
    'too_many_invites',
    `At most ${most} invitations wait at a time, and each is sent at most ${mails} times.`,
  );

export const inviteForAnother = () =>
  new DomainError({
    kind: 'forbidden',
    code: 'invite_for_another_address',
    detail: 'This invitation was sent to another e-mail address than that of your account.',
  });

export const inviteExpired = () =>
  new DomainError({
    kind: 'gone',
    code: 'invite_expired',
    detail: 'This invitation has expired: ask for another one.',
  });

export const inviteUsed = () =>
  new DomainError({
    kind: 'gone',
    code: 'invite_used',
    detail: 'This invitation has been used: ask for another one.',
  });

export const alreadyGranted = () => conflict('already_granted', 'This was granted to the person already.');

export const alreadyPartners = () =>
  conflict('already_partners', 'This venue and this vendor are partners already.');
