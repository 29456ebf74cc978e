import { type AuditedAct } from '../../../platform/audit/audited';
import { type EndReason, type NewSession, type PresentedToken } from '../domain/sessions';

export interface EndedSession {
  readonly id: string;
  readonly userId: string;
  readonly workspaceId: string | null;
}

export function actOfSignIn({ id, userId, isStrong }: NewSession): AuditedAct {
  const actor = { kind: 'user', id: userId } as const;
  return { action: 'identity.signed_in', subject: session(id), detail: { isStrong }, actor };
}

/** By a sign-in, and so in the log of the workspace that was signed in to. The statement fills in which session. */
export function actOfDisplacement({ userId }: NewSession): AuditedAct {
  const detail = { reason: 'displaced', userId };
  return {
    action: 'identity.session_ended',
    subject: session(''),
    detail,
    actor: { kind: 'user', id: userId },
  };
}

/** Somebody may hold a copy of the token, or sit in a train: a sign of risk, never a refusal. */
export function actOfMove({ sessionId, userId }: PresentedToken): AuditedAct {
  const actor = { kind: 'user', id: userId } as const;
  return { action: 'identity.session_moved', subject: session(sessionId), actor };
}

export function actOfSwitch(sessionId: string): AuditedAct {
  return { action: 'identity.workspace_switched', subject: session(sessionId) };
}

export function actOfEnd({ id, userId }: EndedSession, reason: EndReason): AuditedAct {
  const subject = session(id);
  if (reason === 'signed_out') {
    return { action: 'identity.signed_out', subject, actor: { kind: 'user', id: userId } };
  }
  if (reason === 'refresh_token_reused') {
    return { action: 'identity.refresh_token_reused', outcome: 'denied', subject, detail: { userId } };
  }
  return { action: 'identity.session_ended', subject, detail: { reason, userId } };
}

function session(id: string): { readonly kind: string; readonly id: string } {
  return { kind: 'session', id };
}
